; What a clause, a definition, a quantifier or a sum goes through is known inside it alone.
[(clause) (definition) (quantifier) (call)] @local.scope

(subject name: (name) @local.definition.parameter)
(typed_name name: (name) @local.definition.parameter)
(quantifier name: (name) @local.definition.parameter)
(call name: (name) @local.definition.parameter)
(reference (name) @local.reference)
