; No node is captured twice, so that it does not matter whether the first or the last pattern wins.

(comment) @comment

; What begins an item, and what an amendment does.

["vocabulary" "enum" "record" "filing" "calendar" "ruleset" "part" "translation" "clause" "parameter" "define"
 "indicator"] @keyword
(authority "authority" @keyword)
["adds" "replaces" "amends" "sets" "repeals" "drops"] @keyword.directive

; What begins a line.

["title" "published" "consulted" "cites" "binds" "severity" "review" "governed" "applies" "except"
 "requires" "judged" "otherwise" "remedy" "reading" "until" "value" "total" "rest" "covers" "holiday" "closed"
 "force" "each" "when" "at" "from" "to" "key" "ordered"] @keyword
(draft_line) @keyword
(authority_line "authority" @keyword)
(filing_year "year" @keyword)
(in_force_line "in" @keyword)
(published_line "in" @keyword)
(indicator "in" @keyword)
(not_judged_line "not" @keyword)
(text_line "text" @keyword)
(dropped "text" @keyword)
(governed_line "by" @keyword)
(dropped "authority" @keyword)
(dropped "by" @keyword)
(for_years_line ["for" "years"] @keyword)
(for_each_line "for" @keyword)
(dropped "for" @keyword)
(part "of" @keyword)
(translation "of" @keyword)
["mandatory" "recommended"] @constant.builtin
(total_line ["sum" "mean" "count" "min" "max"] @function.builtin)

; Names where they are made.

(vocabulary name: (name) @module)
(calendar name: (name) @module)
(ruleset policy: (name) @module)
(part policy: (name) @module)
(translation policy: (name) @module)
(translation language: (name) @constant)
(version_name) @label
(authority name: (name) @constant)
(authority_line (name) @constant)
(binds_line (name) @constant)
(enum name: (name) @type)
(member name: (name) @constant)
(member_name) @constant
(weekday) @constant
(record name: (name) @type)
(field name: (name) @property)
(translated_field name: (name) @property)
(filing_key (name) @property)
(filing_year (name) @property)
(clause_id) @function
(parameter name: (name) @constant)
(definition name: (name) @function)
(indicator name: (name) @function)
(typed_name name: (name) @variable.parameter)
(subject name: (name) @variable.parameter)
(quantifier name: (name) @variable.parameter)
(call name: (name) @variable.parameter)

; Types.

(primitive_type) @type.builtin
["optional" "list" "reference" "money"] @type.builtin
(list_type "of" @type.builtin)
(money_type "in" @type.builtin)
(type_name) @type
(path (name) @property)

; Expressions.

["if" "then" "else"] @keyword.conditional
["every" "some" "no" "satisfies" "where"] @keyword.repeat
(call "for" @keyword.repeat)
(call "in" @keyword.repeat)
(quantifier "in" @keyword.repeat)
(subject "in" @keyword.repeat)
(logic ["and" "or"] @keyword.operator)
(negation "not" @keyword.operator)
(comparison ["before" "after" "by" "is" "not" "given" "in" "between" "and"] @keyword.operator)
[(not_in) (on_or_before) (on_or_after)] @keyword.operator
(on_date "on" @keyword.operator)
(of_row "of" @keyword.operator)
(year_of ["year" "of"] @keyword.operator)
(builtin) @function.builtin
(call function: (name) @function)
(reference) @variable
(member_of member: (name) @property)
(this_clause) @variable.builtin
(filing_year_value) @variable.builtin
(as_of) @variable.builtin
(boolean) @boolean
(date) @number
(number) @number
["%" (currency) (unit) (unit_name)] @attribute
["=" "!=" "<" "<=" ">" ">=" "+" "-" "*" "/"] @operator

; Texts.

(quoted) @string
(message) @string
(quoted_inside) @string
(escape) @string.escape
(inserted ["{" "}"] @punctuation.special)

["(" ")"] @punctuation.bracket
(set ["{" "}"] @punctuation.bracket)
["," "." ":"] @punctuation.delimiter
