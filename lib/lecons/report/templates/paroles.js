// The filter of quotations: by what they are about, who speaks, where, and for or against. One choice
// for the whole page, offered wherever a chapter has several quotations.
const FACETS = ["theme", "acteur", "lieu", "ton"];
const FEWEST = 4;

function filterQuotations(content) {
  const quotes = [...content.querySelectorAll("figure.citation")];
  const language = content.closest("[lang]").lang;
  const kinds = FACETS.map((kind) => {
    const found = new Set(quotes.map((quote) => quote.dataset[kind]).filter(Boolean));
    return [kind, [...found].sort(new Intl.Collator(language).compare)];
  }).filter(([, values]) => values.length > 1);
  const chapters = byChapter(content).filter((chapter) => chapter.length >= FEWEST);
  if (!kinds.length || !chapters.length) return;

  const runs = neighbours(quotes).map((run) => {
    const empty = make("p", { className: "note", hidden: true }, content.dataset.aucune);
    run[0].before(empty);
    return [run, empty];
  });
  const offered = [];
  const choose = (kind, value) => {
    for (const one of offered) if (one.kinds[kind]) one.kinds[kind].value = value;
  };
  const apply = () => {
    const chosen = Object.entries(offered[0].kinds).filter(([, select]) => select.value);
    for (const quote of quotes) {
      quote.hidden = !chosen.every(([kind, select]) => quote.dataset[kind] === select.value);
    }
    for (const [run, empty] of runs) empty.hidden = !run.every((quote) => quote.hidden);
    const shown = quotes.filter((quote) => !quote.hidden).length;
    const told = content.dataset.montrees.replace("{n}", shown).replace("{total}", quotes.length);
    for (const one of offered) {
      one.count.textContent = told;
      one.clear.disabled = !chosen.length;
    }
  };
  for (const chapter of chapters) {
    const one = offer(content, kinds);
    for (const [kind, select] of Object.entries(one.kinds)) {
      select.addEventListener("change", () => {
        choose(kind, select.value);
        apply();
      });
    }
    one.clear.addEventListener("click", () => {
      for (const [kind] of kinds) choose(kind, "");
      apply();
      one.kinds[kinds[0][0]].focus();
    });
    // above the note of an emptied list
    chapter[0].previousElementSibling.before(one.fold);
    offered.push(one);
  }
  apply();
}

function offer(content, kinds) {
  const words = content.dataset;
  const selects = {};
  const labels = kinds.map(([kind, values]) => {
    const options = values.map((value) => make("option", { value }, value));
    selects[kind] = make("select", {}, make("option", { value: "" }, words.tous), ...options);
    return make("label", {}, words[kind], selects[kind]);
  });
  const count = make("p");
  count.setAttribute("role", "status");
  const clear = make("button", { type: "button" }, words.effacer);
  const summary = make("summary", {}, words.filtrer);
  const choices = make("div", { className: "choix" }, ...labels);
  const fold = make("details", { className: "paroles" }, summary, choices, clear, count);
  return { fold, count, clear, kinds: selects };
}

function byChapter(content) {
  const chapters = [];
  for (const one of content.querySelectorAll("h2, figure.citation")) {
    if (one.localName === "h2" || !chapters.length) chapters.push([]);
    if (one.localName !== "h2") chapters.at(-1).push(one);
  }
  return chapters;
}

// quotations that stand one behind the other
function neighbours(quotes) {
  const runs = [];
  for (const quote of quotes) {
    if (runs.length && quote.previousElementSibling === runs.at(-1).at(-1)) runs.at(-1).push(quote);
    else runs.push([quote]);
  }
  return runs;
}
