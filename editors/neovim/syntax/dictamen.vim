" Written by syntax.mjs from grammar/*.pest: change those.
if exists('b:current_syntax')
  finish
endif

syntax iskeyword @,48-57,_,128-255

" Words; the later ones win where a word does several things.
syntax match dictamenWord /\<\%(recommended\|vocabulary\|authority\|indicator\|mandatory\|otherwise\|parameter\|published\|calendar\|governed\|replaces\|requires\|severity\|applies\|holiday\|ordered\|repeals\|ruleset\|amends\|clause\|covers\|define\|except\|filing\|judged\|record\|remedy\|review\|binds\|cites\|force\|title\|total\|until\|value\|adds\|each\|enum\|from\|part\|rest\|sets\|when\|key\)\>/
syntax match dictamenType /\<\%(reference\|optional\|boolean\|decimal\|integer\|money\|date\|list\|text\|year\|in\|of\|to\)\>/
syntax match dictamenOperator /\<\%(between\|before\|after\|given\|and\|not\|by\|in\|is\|of\|on\|or\)\>/
syntax match dictamenControl /\<\%(satisfies\|every\|where\|else\|some\|then\|for\|if\|no\)\>/
syntax match dictamenConstant /\<\%(as_of\|false\|true\|year\)\>/
syntax match dictamenFunction /\<\%(previous_business_day\|next_business_day\|business_days\|longest_gap\|count\|round\|date\|days\|mean\|max\|min\|sum\)\>\ze\s*(/
syntax match dictamenConstant /\<this\s\+clause\>/
syntax match dictamenUnit /\%(\d\s\+\)\@<=\%(business\s\+days\?\|months\|month\|years\|days\|year\|day\)\>/
syntax match dictamenUnit /\<\u\{3}\>/
syntax match dictamenNumber /\<\d[0-9_]*\%(\.\d[0-9_]*\)\?\%(\s*%\)\?/
syntax match dictamenDate /\<\d\{4}-\d\{2}-\d\{2}\>/
syntax match dictamenMember /\.\s*\K\k*/

" Lines and items.
syntax match dictamenLine /^\s\+\%(in\s\+force\s\+from\|applies\s\+when\|except\s\+when\|governed\s\+by\|not\s\+judged\|for\s\+years\|for\s\+each\|authority\|consulted\|otherwise\|published\|requires\|severity\|holiday\|reading\|closed\|covers\|remedy\|review\|binds\|cites\|draft\|drops\|title\|total\|until\|value\|from\|rest\|text\)\>\%(\s*[=<>!.,)]\)\@!/
syntax match dictamenItem /^\%(translation\|vocabulary\|authority\|indicator\|parameter\|calendar\|ruleset\|clause\|define\|filing\|record\|enum\|part\)\>/ nextgroup=dictamenName skipwhite
syntax match dictamenVerb /^\%(replaces\|repeals\|amends\|adds\|sets\)\>/ nextgroup=dictamenKind skipwhite
syntax match dictamenKind /\<\%(translation\|vocabulary\|authority\|indicator\|parameter\|calendar\|ruleset\|clause\|define\|filing\|record\|enum\|part\)\>/ contained nextgroup=dictamenName skipwhite
syntax match dictamenName /\K\k*\%(\.\K\k*\)*/ contained

" Entries: a name, whatever it is.
syntax region dictamenEntries matchgroup=dictamenItem start=/^\%(record\|enum\|filing\)\>/ end=/^\ze[^[:space:]#]/ keepend contains=dictamenEntriesName,dictamenEntry,dictamenType,dictamenText,dictamenComment,dictamenUnit,dictamenEntryWord
syntax match dictamenEntriesName /\%(^\%(record\|enum\)\s\+\)\@<=\K\k*/ contained
syntax match dictamenEntry /^\s\+\K\k*/ contained
syntax match dictamenEntryWord /\<\%(key\|from\|ordered\)\>/ contained

" Texts: one whose quote is missing ends where the next item begins.
syntax region dictamenText start=/"/ skip=/\\./ end=/"/ end=/^\ze\%(translation\|vocabulary\|authority\|indicator\|parameter\|calendar\|replaces\|repeals\|ruleset\|amends\|clause\|define\|filing\|record\|adds\|enum\|part\|sets\)\>/ contains=dictamenEscape,dictamenInserted
syntax match dictamenEscape /\\["\\{}]/ contained
syntax region dictamenInserted matchgroup=dictamenBrace start=/{/ end=/}/ end=/\ze"/ contained contains=dictamenOperator,dictamenControl,dictamenConstant,dictamenFunction,dictamenNumber,dictamenDate,dictamenUnit,dictamenMember,dictamenSet
syntax region dictamenSet start=/{/ end=/}/ contained contains=dictamenNumber,dictamenDate
syntax match dictamenComment /#.*$/ contains=@Spell
syntax sync minlines=50

highlight default link dictamenComment Comment
highlight default link dictamenText String
highlight default link dictamenEscape SpecialChar
highlight default link dictamenBrace Special
highlight default link dictamenItem Keyword
highlight default link dictamenKind Keyword
highlight default link dictamenEntriesName Function
highlight default link dictamenVerb PreProc
highlight default link dictamenName Function
highlight default link dictamenLine Statement
highlight default link dictamenWord Statement
highlight default link dictamenEntryWord Statement
highlight default link dictamenOperator Operator
highlight default link dictamenControl Conditional
highlight default link dictamenConstant Constant
highlight default link dictamenFunction Function
highlight default link dictamenType Type
highlight default link dictamenNumber Number
highlight default link dictamenDate Number
highlight default link dictamenUnit Special

let b:current_syntax = 'dictamen'
