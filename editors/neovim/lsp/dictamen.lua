-- From Neovim 0.11 on: `vim.lsp.enable('dictamen')` reads this.
return {
  cmd = { 'dictamen', 'lsp' },
  filetypes = { 'dictamen' },
  root_markers = { '.git', 'vocabulary.dictamen' },
}
