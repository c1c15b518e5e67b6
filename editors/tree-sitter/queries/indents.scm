; For Helix and Zed: what belongs to an item is indented once.
[(enum) (record) (filing) (calendar) (ruleset) (clause) (parameter) (definition) (indicator)] @indent
