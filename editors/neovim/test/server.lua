-- DICTAMEN=target/debug/dictamen nvim --headless -u NONE -i NONE --cmd 'set rtp^=editors/neovim' -S editors/neovim/test/server.lua
-- The language server on a copy of the shipped book: a mistake is told while one types, a parameter is explained,
-- a definition renamed wherever it is used, a file laid out.

local failed, passed = 0, 0

local function check(holds, what)
  passed = passed + (holds and 1 or 0)
  failed = failed + (holds and 0 or 1)
  if not holds then
    print('not so: ' .. what .. '\n')
  end
end

local function finish()
  print(('%d passed, %d failed\n'):format(passed, failed))
  vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
end

local program = vim.fn.fnamemodify(vim.env.DICTAMEN or 'target/debug/dictamen', ':p')
local folder = vim.fn.tempname()
vim.fn.mkdir(folder, 'p')
vim.fn.system { 'cp', '-r', 'rules', folder .. '/rules' }

vim.o.hidden = true
vim.cmd 'filetype plugin on'
require('dictamen').setup { cmd = { program, 'lsp' } }

local function open(file)
  vim.cmd('edit ' .. vim.fn.fnameescape(folder .. '/rules/' .. file))
  return vim.api.nvim_get_current_buf()
end

local clients_of = vim.lsp.get_clients or vim.lsp.get_active_clients

local function attached()
  for _, client in pairs(clients_of()) do
    if client.name == 'dictamen' and client.initialized ~= false and client.server_capabilities then
      return client
    end
  end
end

local buffer = open '2018/acuerdo_09_procurement.dictamen'
vim.wait(60000, function()
  return attached() ~= nil
end, 50)
local client = attached()
check(client ~= nil, 'the server starts')
if not client then
  finish()
  return
end

-- Whether the server offers something; what it does not offer yet is told and not asked.
local function offers(capability)
  local offered = client.server_capabilities[capability]
  if not offered then
    print('not offered by this server: ' .. capability .. '\n')
  end
  return offered
end

-- Where a word stands for the first time, as the protocol counts.
local function place(word)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find('%f[%w_]' .. word .. '%f[^%w_]')
    if column and not line:match '^#' then
      return { line = number - 1, character = column - 1 }
    end
  end
  error('no ' .. word)
end

local function ask(method, parameters)
  parameters.textDocument = { uri = vim.uri_from_bufnr(buffer) }
  local answers = vim.lsp.buf_request_sync(buffer, method, parameters, 60000)
  for _, answer in pairs(answers or {}) do
    if answer.error then
      print(method .. ': ' .. vim.inspect(answer.error) .. '\n')
    end
    return answer.result
  end
end

local function whole()
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end

-- Whether this is so before a minute is over.
local function becomes(holds)
  return vim.wait(60000, holds, 50)
end

-- A mistake, told from the text that is not saved yet, and gone with it.
local function errors()
  return vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR })
end
local written = whole()
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { '', 'clause half.written "Half"', '  requires exempt_umas and' })
check(becomes(function() return #errors() > 0 end), 'a half-written clause is told')
vim.api.nvim_buf_set_lines(buffer, -4, -1, false, {})
check(whole() == written, 'the text is what it was')
check(becomes(function() return #errors() == 0 end), 'what was mended is told no more')

-- Hover.
if offers 'hoverProvider' then
  local hover = ask('textDocument/hover', { position = place 'exempt_umas' })
  local said = hover and vim.inspect(hover.contents) or ''
  check(said:find('exempt_umas', 1, true) and said:find('300', 1, true), 'hover tells the value of a parameter: ' .. said)
end

local encoding = client.offset_encoding or 'utf-16'

-- Layout.
if offers 'documentFormattingProvider' then
  vim.api.nvim_buf_set_lines(buffer, 0, 1, false, { 'part   of   ict_policy   2018' })
  local edits = ask('textDocument/formatting', { options = { tabSize = 2, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits or {}, buffer, encoding)
  check(whole() == written, 'the layout is restored')
end

-- Rename, in this file and in others.
if offers 'renameProvider' then
  local edit = ask('textDocument/rename', { position = place 'exempt_umas', newName = 'umas_without_assent' })
  check(edit ~= nil, 'a parameter can be renamed')
  vim.lsp.util.apply_workspace_edit(edit or {}, encoding)
  check(not whole():find('%f[%w_]exempt_umas%f[^%w_]'), 'the old name is gone')
  check(whole():find 'umas_without_assent', 'the new name is there')
  vim.cmd 'silent! wall'
  local left = vim.fn.system { 'grep', '-rwl', '--include=*.dictamen', 'exempt_umas', folder }
  check(left == '', 'no other file has the old name: ' .. left)
  local said_of_all = vim.fn.system { program, 'check', folder .. '/rules' }
  check(vim.v.shell_error == 0, 'the book is sound after it: ' .. said_of_all)
end

vim.fn.delete(folder, 'rf')
finish()
