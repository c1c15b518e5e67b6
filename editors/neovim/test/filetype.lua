-- nvim --headless -u NONE -i NONE --cmd 'set rtp^=editors/neovim' -S editors/neovim/test/filetype.lua
-- A file of rules is known as one, its words have colours, and so has every line of the shipped book.

local failed, passed = 0, 0

local function check(holds, what)
  passed = passed + (holds and 1 or 0)
  failed = failed + (holds and 0 or 1)
  if not holds then
    print('not so: ' .. what .. '\n')
  end
end

vim.cmd 'filetype plugin on'
vim.cmd 'syntax on'

-- The colour where a piece of text stands for the first time at or after a line.
local function colour(line, piece)
  local text = vim.fn.getline(line)
  local column = text:find(piece, 1, true)
  assert(column, 'line ' .. line .. ' has no ' .. piece .. ': ' .. text)
  return vim.fn.synIDattr(vim.fn.synID(line, column, 1), 'name')
end

vim.cmd 'edit rules/2018/acuerdo_09_procurement.dictamen'
check(vim.bo.filetype == 'dictamen', 'the file type is dictamen')
check(vim.bo.commentstring == '# %s', 'notes begin with #')
check(vim.bo.shiftwidth == 2, 'lines are indented by two')

local lines = {
  'clause a.text "At most {count(p in projects)} \\{x}" # note',
  '  cites       "art. 1"',
  '  applies when r.text is given and year = 2014',
  '  requires    every p in ps satisfies p.on by d + 15 business days',
  'amends clause b.c',
  'record Project',
  '  text  text key',
  '  cites optional money in MXN',
  'clause open.text "never ends',
  '  requires x',
  'define late = 2014-05-09 before d',
}
vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
vim.cmd 'syntax sync fromstart'
for _, case in ipairs {
  { 1, 'clause', 'dictamenItem' },
  { 1, 'a.text', 'dictamenName' },
  { 1, 'At most', 'dictamenText' },
  { 1, 'count', 'dictamenFunction' },
  { 1, '\\{', 'dictamenEscape' },
  { 1, '# note', 'dictamenComment' },
  { 2, 'cites', 'dictamenLine' },
  { 3, 'applies when', 'dictamenLine' },
  { 3, '.text', 'dictamenMember' },
  { 3, 'is', 'dictamenOperator' },
  { 3, 'year', 'dictamenConstant' },
  { 3, '2014', 'dictamenNumber' },
  { 4, 'every', 'dictamenControl' },
  { 4, 'business', 'dictamenUnit' },
  { 5, 'amends', 'dictamenVerb' },
  { 5, 'clause', 'dictamenKind' },
  { 6, 'Project', 'dictamenEntriesName' },
  { 7, 'text  ', 'dictamenEntry' },
  { 7, 'text key', 'dictamenType' },
  { 7, 'key', 'dictamenEntryWord' },
  { 8, 'cites', 'dictamenEntry' },
  { 11, 'define', 'dictamenItem' },
  { 11, '2014-05-09', 'dictamenDate' },
} do
  local found = colour(case[1], case[2])
  check(found == case[3], ('line %d: `%s` is %s, not %s'):format(case[1], case[2], case[3], found))
end

-- In every file of the shipped book each first word has a colour.
for _, file in ipairs(vim.fn.glob('rules/**/*.dictamen', false, true)) do
  vim.cmd('edit! ' .. vim.fn.fnameescape(file))
  local all = true
  for number = 1, vim.fn.line '$' do
    local first = vim.fn.getline(number):match '^()[%a]'
    if first and vim.fn.synID(number, first, 1) == 0 then
      all = false
      print(file .. ':' .. number .. ' has no colour\n')
    end
  end
  check(all, file)
end

print(('%d passed, %d failed\n'):format(passed, failed))
vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
