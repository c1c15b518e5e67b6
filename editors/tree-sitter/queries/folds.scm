[(enum) (record) (filing) (calendar) (ruleset) (clause) (parameter) (definition) (indicator)] @fold
