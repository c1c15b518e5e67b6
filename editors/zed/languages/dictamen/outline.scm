(clause "clause" @context id: (clause_id) @name) @item
(definition "define" @context name: (name) @name) @item
(parameter "parameter" @context name: (name) @name) @item
(indicator "indicator" @context name: (name) @name) @item
(enum "enum" @context name: (name) @name) @item
(record "record" @context name: (name) @name) @item
(ruleset "ruleset" @context version: (version_name) @name) @item
