-- `require('dictamen').setup {}` starts the language server for files of rules, in every Neovim from 0.7 on.

local M = {}

-- The folder that the server is told of: the repository, or else the rule book.
local function root(file)
  for _, marker in ipairs { '.git', 'vocabulary.dictamen' } do
    local folder = vim.fn.fnamemodify(file, ':p:h')
    while true do
      local path = folder .. '/' .. marker
      if vim.fn.isdirectory(path) == 1 or vim.fn.filereadable(path) == 1 then
        return folder
      end
      local above = vim.fn.fnamemodify(folder, ':h')
      if above == folder then
        break
      end
      folder = above
    end
  end
  return vim.fn.fnamemodify(file, ':p:h')
end

-- One server for each root, where Neovim does not see to it.
local clients = {}

local function start(options, buffer)
  local folder = root(vim.api.nvim_buf_get_name(buffer))
  local config = vim.tbl_extend('force', {
    name = 'dictamen',
    cmd = options.cmd,
    root_dir = folder,
    on_exit = function()
      clients[folder] = nil
    end,
  }, options.config or {})
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  clients[folder] = clients[folder] or vim.lsp.start_client(config)
  if clients[folder] then
    vim.lsp.buf_attach_client(buffer, clients[folder])
  end
end

-- `cmd` is what runs the server, `filetypes` what it is started for; `config` goes to Neovim's client as it is.
function M.setup(options)
  options = vim.tbl_extend('force', { cmd = { 'dictamen', 'lsp' }, filetypes = { 'dictamen' } }, options or {})
  if vim.lsp.config and vim.lsp.enable then
    local config = { cmd = options.cmd, filetypes = options.filetypes, root_markers = { '.git', 'vocabulary.dictamen' } }
    vim.lsp.config('dictamen', vim.tbl_extend('force', config, options.config or {}))
    vim.lsp.enable('dictamen')
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    pattern = options.filetypes,
    callback = function(event)
      start(options, event.buf)
    end,
  })
end

return M
