"use strict";
(() => {
  // Verdicts as one letter each, the gravest first.
  const WORDS = { v: "violates", u: "undetermined", c: "complies", e: "exempt", n: "not_applicable" };
  const SHOWN = 100;
  const json = (id) => JSON.parse(document.getElementById(id).textContent);
  const book = json("book");
  const filings = json("filings");
  // The findings of a filing are read when somebody asks for them: one line each.
  const lines = document.getElementById("findings").textContent.trim().split("\n");
  const byId = (id) => document.getElementById(id);
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined && text !== null) element.textContent = text;
    return element;
  };
  const words = (letter) => WORDS[letter].replace("_", " ");
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const keys = filings.map(([key, , , , , institution]) => folded(key + " " + (institution || "")));
  // For each version the place of each clause in the letters of its filings.
  const places = book.versions.map((version) => new Map(version.entries.map((id, at) => [id, at])));
  const option = (select, value, text) => {
    const one = make("option", "", text);
    one.value = value;
    select.append(one);
  };
  const distinct = (values) => [...new Set(values.filter((value) => value))].sort();
  for (const id of distinct(book.versions.flatMap((version) => version.entries))) option(byId("clause"), id, id);
  for (const [name, label] of book.authorities) option(byId("authority"), name, label);
  const institutions = distinct(filings.map((filing) => filing[5]));
  for (const name of institutions) option(byId("institution"), name, name);
  byId("institution").parentElement.hidden = institutions.length === 0;
  for (const year of distinct(filings.map((filing) => filing[1]))) option(byId("year"), year, year);

  const watched = (authority) => new Set(book.clauses.filter((clause) => clause.authority === authority).map((clause) => clause.id));
  let matching = [];
  let shown = 0;

  const grave = (letters, at) => at === undefined ? false : letters[at] === "v" || letters[at] === "u";
  function select() {
    const text = folded(byId("search").value.trim());
    const verdict = byId("verdict").value;
    const clause = byId("clause").value;
    const authority = byId("authority").value;
    const institution = byId("institution").value;
    const year = byId("year").value;
    const ids = authority ? watched(authority) : null;
    matching = [];
    filings.forEach(([, fiscal, version, own, letters, name], at) => {
      if (text && !keys[at].includes(text)) return;
      if (year && String(fiscal) !== year) return;
      if (institution && name !== institution) return;
      if (clause) {
        const given = letters[places[version].get(clause)];
        if (verdict ? given !== verdict : !given || given === "-") return;
      } else if (verdict && own !== verdict) return;
      if (ids && ![...places[version]].some(([id, place]) => ids.has(id) && grave(letters, place))) return;
      matching.push(at);
    });
    byId("rows").replaceChildren();
    shown = 0;
    more();
  }
  function more() {
    const rows = document.createDocumentFragment();
    for (const at of matching.slice(shown, shown + SHOWN)) rows.append(row(at));
    byId("rows").append(rows);
    shown = Math.min(shown + SHOWN, matching.length);
    byId("count").textContent = `${matching.length.toLocaleString("en")} of ${filings.length.toLocaleString("en")} filings, ${shown.toLocaleString("en")} shown`;
    byId("more").hidden = shown === matching.length;
  }
  function row(at) {
    const [key, year, version, own, letters, institution] = filings[at];
    const tr = make("tr");
    const button = make("button", "open", key);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    const name = make("th");
    name.scope = "row";
    name.append(button);
    const count = (letter) => [...letters].filter((one) => one === letter).length;
    tr.append(name, make("td", "optional", institution || ""), make("td", "", year), make("td", "optional", book.versions[version].name), make("td", WORDS[own], words(own)), make("td", "number", count("v")), make("td", "number", count("u")));
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
      if (open) tr.nextSibling.remove();
      else tr.after(details(at));
    });
    return tr;
  }
  function details(at) {
    const tr = make("tr", "details");
    const td = make("td");
    td.colSpan = 7;
    const found = JSON.parse(lines[at]);
    const clause = byId("clause").value;
    const told = clause ? found.filter((one) => book.clauses[one.c].id === clause) : found;
    if (told.length === 0) td.append(make("p", "faint", "No finding: nothing is broken or open here."));
    for (const one of told) td.append(finding(one));
    tr.append(td);
    return tr;
  }
  function finding(one) {
    const clause = book.clauses[one.c];
    const box = make("section", "found " + WORDS[one.v]);
    const heading = make("h3", "", clause.title + (clause.review.length ? " †" : ""));
    const standing = clause.binds ? `owed by ${clause.binds}, not weighed` : clause.severity === "recommended" ? "advice, not weighed" : "duty";
    box.append(heading, make("p", "faint", `${words(one.v)} · ${clause.id}${one.s ? " · " + one.s : ""} · ${standing}`));
    box.append(make("p", "", one.m));
    if (clause.text) box.append(make("blockquote", "", clause.text));
    box.append(make("p", "faint", `${clause.cites} (text of ${clause.version})${clause.authority ? " · " + clause.watcher : ""}`));
    for (const mark of clause.review) {
      box.append(make("p", "undetermined", "† a lawyer still has to check: " + mark));
    }
    const list = make("dl");
    const pair = (name, value) => list.append(make("dt", "", name), make("dd", "", value));
    for (const [name, value] of one.b || []) pair(name, value);
    if (one.n && one.n.length) pair("missing", one.n.join(", "));
    if (one.r) pair("what to do", one.r);
    if (one.x) pair("exception", one.x);
    if (one.p) pair("stands at", one.p);
    if (list.children.length) box.append(list);
    return box;
  }
  let waiting;
  byId("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(select, 120); });
  for (const id of ["verdict", "clause", "authority", "institution", "year"]) byId(id).addEventListener("change", select);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("more").addEventListener("click", more);
  for (const button of document.querySelectorAll("[data-clause]")) {
    button.addEventListener("click", () => {
      byId("clause").value = button.dataset.clause;
      byId("verdict").value = "";
      select();
      byId("filings-heading").scrollIntoView();
      byId("search").focus({ preventScroll: true });
    });
  }
  byId("filters").hidden = false;
  select();
})();
