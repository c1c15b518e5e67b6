(clause id: (clause_id) @name) @definition.function
(definition name: (name) @name) @definition.function
(parameter name: (name) @name) @definition.constant
(indicator name: (name) @name) @definition.function
(enum name: (name) @name) @definition.type
(record name: (name) @name) @definition.type
(call function: (name) @name) @reference.call
