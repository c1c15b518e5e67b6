autocmd BufRead,BufNewFile *.dictamen setfiletype dictamen
