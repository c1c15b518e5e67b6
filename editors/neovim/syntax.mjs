// Writes the colours for Neovim without tree-sitter, and for Vim, from the words of the language; `--check` tells
// whether those that stand here are these.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as language from "../words.mjs";

const file = fileURLToPath(new URL("syntax/dictamen.vim", import.meta.url));
const ordered = (words) => [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
// No `syntax keyword`: it would win over every match.
const keyword = (group, words) => `syntax match ${group} /\\<\\%(${ordered(words).join("\\|")}\\)\\>/`;
const lines = ordered(new Set([...language.lines, ...language.calendarLines].map((line) => line.join("\\s\\+"))));
const inExpressions = new Set([
  ...language.operators, ...language.control, ...language.constants, ...language.functions, ...language.units,
]);
const others = language.reserved.filter(
  (word) => !inExpressions.has(word) && !language.types.includes(word),
);
const margin = ordered([...language.kinds, ...language.verbs]).join("\\|");

const written = `" Written by syntax.mjs from grammar/*.pest: change those.
if exists('b:current_syntax')
  finish
endif

syntax iskeyword @,48-57,_,128-255

" Words; the later ones win where a word does several things.
${keyword("dictamenWord", others)}
${keyword("dictamenType", language.types)}
${keyword("dictamenOperator", language.operators)}
${keyword("dictamenControl", language.control.filter((word) => word !== "in"))}
${keyword("dictamenConstant", language.constants)}
syntax match dictamenFunction /\\<\\%(${ordered(language.functions).join("\\|")}\\)\\>\\ze\\s*(/
syntax match dictamenConstant /\\<this\\s\\+clause\\>/
syntax match dictamenUnit /\\%(\\d\\s\\+\\)\\@<=\\%(business\\s\\+days\\?\\|${ordered(language.units.filter((word) => word !== "business")).join("\\|")}\\)\\>/
syntax match dictamenUnit /\\<\\u\\{3}\\>/
syntax match dictamenNumber /\\<\\d[0-9_]*\\%(\\.\\d[0-9_]*\\)\\?\\%(\\s*%\\)\\?/
syntax match dictamenDate /\\<\\d\\{4}-\\d\\{2}-\\d\\{2}\\>/
syntax match dictamenMember /\\.\\s*\\K\\k*/

" Lines and items.
syntax match dictamenLine /^\\s\\+\\%(${lines.join("\\|")}\\)\\>\\%(\\s*[=<>!.,)]\\)\\@!/
syntax match dictamenItem /^\\%(${ordered(language.kinds).join("\\|")}\\)\\>/ nextgroup=dictamenName skipwhite
syntax match dictamenVerb /^\\%(${ordered(language.verbs).join("\\|")}\\)\\>/ nextgroup=dictamenKind skipwhite
syntax match dictamenKind /\\<\\%(${ordered(language.kinds).join("\\|")}\\)\\>/ contained nextgroup=dictamenName skipwhite
syntax match dictamenName /\\K\\k*\\%(\\.\\K\\k*\\)*/ contained

" Entries: a name, whatever it is.
syntax region dictamenEntries matchgroup=dictamenItem start=/^\\%(record\\|enum\\|filing\\)\\>/ end=/^\\ze[^[:space:]#]/ keepend contains=dictamenEntriesName,dictamenEntry,dictamenType,dictamenText,dictamenComment,dictamenUnit,dictamenEntryWord
syntax match dictamenEntriesName /\\%(^\\%(record\\|enum\\)\\s\\+\\)\\@<=\\K\\k*/ contained
syntax match dictamenEntry /^\\s\\+\\K\\k*/ contained
syntax match dictamenEntryWord /\\<\\%(key\\|from\\|ordered\\)\\>/ contained

" Texts: one whose quote is missing ends where the next item begins.
syntax region dictamenText start=/"/ skip=/\\\\./ end=/"/ end=/^\\ze\\%(${margin}\\)\\>/ contains=dictamenEscape,dictamenInserted
syntax match dictamenEscape /\\\\["\\\\{}]/ contained
syntax region dictamenInserted matchgroup=dictamenBrace start=/{/ end=/}/ end=/\\ze"/ contained contains=dictamenOperator,dictamenControl,dictamenConstant,dictamenFunction,dictamenNumber,dictamenDate,dictamenUnit,dictamenMember,dictamenSet
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
`;

if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== written) {
    console.error("syntax/dictamen.vim is not what grammar/*.pest says: node editors/neovim/syntax.mjs");
    process.exit(1);
  }
} else {
  writeFileSync(file, written);
}
