// The coding panel. Words reach the page as text nodes and attributes only; every action shows as
// done when Python says that it is on the disk, and not before.

const FAMILIES = {
  pratique: "Pratiques", theme: "Thèmes", difficulte: "Difficultés", condition: "Conditions",
  polarite: "Avis sur la pratique",
};
const STATES = { a_faire: "à faire", en_cours: "en cours", fini: "fini" };
const SIGNS = { a_faire: "○", en_cours: "◐", fini: "●" };
const SILENCE = 4000; // ms after which Python is said not to answer
const BEAT = 10000; // ms between two looks at whether it does

/** Positions in code points (Python) and in UTF-16 units (the page), both ways. */
export function positions(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { units: (at) => at, points: (at) => at };
  const units = [], points = [];
  for (const char of text) {
    for (let unit = 0; unit < char.length; unit += 1) points.push(units.length);
    units.push(points.length - char.length);
  }
  units.push(points.length);
  points.push(units.length - 1);
  return {
    units: (at) => units[at],
    // inside a pair, a start steps back and an end steps on: no half of a character
    points: (at, end) => points[at] + (end && at > 0 && points[at] === points[at - 1] ? 1 : 0),
  };
}

/** Words without case nor accents. */
export const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The sentences of a text as [start, end) in units, spaces around them left out. */
export function sentences(text) {
  const found = [];
  const splitter = new Intl.Segmenter("fr", { granularity: "sentence" });
  let line = 0;
  for (const words of text.split("\n")) {
    for (const { segment, index } of splitter.segment(words)) {
      const start = line + index + segment.length - segment.trimStart().length;
      if (segment.trim()) found.push([start, start + segment.trim().length]);
    }
    line += words.length + 1;
  }
  return found;
}

/** An element, « div.its-classes », with its attributes, listeners and children. */
function make(kind, given = {}, ...children) {
  const [name, sort] = kind.split(".");
  const node = document.createElement(name);
  if (sort) node.className = sort;
  for (const [key, value] of Object.entries(given)) {
    if (value == null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((one) => one != null));
  return node;
}

const button = (words, act, given = {}) => make("button", { type: "button", onclick: act, ...given }, words);
const active = () => document.activeElement;
const keyed = (box, key) => box.querySelector(`[data-cle="${CSS.escape(key)}"]`);
const refuse = (event) => event.preventDefault();
const note = (words, more = "") => make("p", { class: `lc-note ${more}` }, words);
const length = ([start, end]) => end - start;

class View {
  id = `v${Math.random().toString(36).slice(2, 10)}`;
  n = 0;
  waiting = new Map();
  codes = new Map();
  rows = [];
  filter = "tous";
  found = null; // ids that the search found, null without a search
  open = null; // { id, text, at, reading }
  choice = null; // [start, end] in units
  caret = 0;
  note = null; // { segment, words, saved }
  proposal = null;
  lost = false;

  constructor(model, place) {
    this.model = model;
    this.build(place);
    model.on("msg:custom", this.receive);
    // a comm that closes or comes back says nothing of Python: ask
    model.on("comm_live_update", this.beat);
    document.addEventListener("selectionchange", this.select);
    this.timer = setInterval(() => document.visibilityState === "visible" && this.beat(), BEAT);
    this.start();
  }

  end() {
    this.model.off("msg:custom", this.receive);
    this.model.off("comm_live_update", this.beat);
    document.removeEventListener("selectionchange", this.select);
    clearInterval(this.timer);
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.highlight("lecons-choix", null);
    this.highlight("lecons-passage", null);
  }

  // talking to Python

  ask(what, given = {}, writes = false) {
    const n = (this.n += 1);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.silent(), SILENCE);
      this.waiting.set(n, { resolve, timer, writes });
      try {
        this.model.send({ vue: this.id, n, faire: what, ...given });
      } catch {
        this.silent();
      }
    });
  }

  receive = (message) => {
    this.heard();
    if (message.vue !== this.id) {
      // another window on the same notebook wrote
      if (message.enregistre && message.lecture) this.took(message);
      return;
    }
    const asked = this.waiting.get(message.n);
    if (!asked) return;
    clearTimeout(asked.timer);
    this.waiting.delete(message.n);
    asked.resolve(message);
  };

  beat = () => {
    if (this.waiting.size === 0 || this.lost) this.ask("vivre");
  };

  silent() {
    if (this.lost) return;
    this.lost = true;
    this.root.classList.add("lc-perdu");
    const undone = [...this.waiting.values()].some((one) => one.writes);
    this.alarm(
      "Python ne répond pas : rien de nouveau n’est enregistré.",
      (undone ? "Votre dernière action n’est pas enregistrée. " : "Ce qui était dit « enregistré » est sur le disque. ") +
        "Si le noyau s’est arrêté, relancez les cellules (menu Exécuter, Exécuter toutes les cellules) ; s’il est occupé, attendez.",
    );
    this.saying(undone ? "✗ Non enregistré" : "✗ Python ne répond pas", "non");
  }

  heard() {
    if (!this.lost) return;
    this.lost = false;
    this.root.classList.remove("lc-perdu");
    this.calm();
    this.saying("Python répond de nouveau.", "");
  }

  async act(what, given = {}) {
    if (!this.open) return null;
    if (this.lost) {
      this.beat();
      this.saying("✗ Non enregistré : Python ne répond pas", "non");
      return null;
    }
    this.saying("… Enregistrement", "");
    const back = await this.ask(what, { temoignage: this.open.id, ...given }, true);
    if (!back.ok) {
      this.alarm(back.message, back.remede);
      this.saying("✗ Non enregistré", "non");
      return null;
    }
    this.calm();
    this.took(back);
    const turned = { annuler: "Annulé", retablir: "Rétabli" }[what];
    this.saying(`✓ ${turned ? `${turned} : ${back.fait}. ` : ""}Enregistré à ${back.enregistre}`, "oui");
    return back;
  }

  took(back) {
    const row = this.rows.find((one) => one.id === back.ligne.id);
    if (!row) return;
    Object.assign(row, back.ligne);
    const mine = this.open?.id === row.id;
    if (mine) this.open.reading = back.lecture;
    this.showList();
    // a note that is being typed stays under the fingers that type it
    if (!mine || (this.note && this.codesBox.contains(active()) && active().rows)) return;
    this.showText();
    this.showCodes();
  }

  async start() {
    const back = await this.ask("commencer");
    if (!back.ok) return this.alarm(back.message, back.remede);
    this.codes = new Map(back.codes.map((one) => [one.code, one]));
    this.rows = back.liste;
    this.who.textContent = back.codeur;
    this.showList();
    const [first] = ["en_cours", "a_faire", "fini"].flatMap((state) => this.rows.filter((row) => row.statut === state));
    if (first) return this.read(first.id, false);
    this.title.textContent = "Aucun témoignage à lire ici";
    return null;
  }

  async read(id, enter = true) {
    performance.mark("lecons-ouvrir");
    if (!(await this.keepNote())) return null;
    const back = await this.ask("ouvrir", { temoignage: id });
    if (!back.ok) return this.alarm(back.message, back.remede);
    this.calm();
    this.open = { id, text: back.texte, at: positions(back.texte), reading: back.lecture };
    Object.assign(this.rows.find((one) => one.id === id), back.ligne);
    Object.assign(this, { choice: null, caret: 0, note: null, proposal: null });
    this.nav.classList.remove("lc-ouverte");
    this.toggle.setAttribute("aria-expanded", "false");
    this.showText();
    this.showCodes();
    this.showList();
    this.showChoice();
    this.text.scrollTop = 0;
    if (enter) {
      this.text.focus({ preventScroll: true });
      this.put(0, 0);
      this.saying(`${id} ouvert`, "");
    }
    requestAnimationFrame(() => setTimeout(() => {
      performance.measure("lecons-ouvrir", "lecons-ouvrir");
      this.root.dataset.ouvert = id;
    }));
    return null;
  }

  async search(words) {
    this.found = null;
    if (words.trim()) {
      const back = await this.ask("chercher", { mots: words.slice(0, 200) });
      if (!back.ok) return this.alarm(back.message, back.remede);
      if (words !== this.words.value) return null; // typed on meanwhile
      this.found = new Set(back.trouves);
    }
    this.showList();
    const many = this.shown().length;
    this.hits.textContent = this.found ? (many ? `${many} témoignage${many > 1 ? "s" : ""}` : "aucun témoignage") : "";
    return null;
  }

  // where the caret is

  offset(node, at) {
    if (node.nodeType === Node.TEXT_NODE) return this.pieces.get(node) + at;
    const child = node.childNodes[at];
    if (child) return this.startOf(child);
    const last = node.lastChild;
    if (!last) return this.startOf(node);
    return last.nodeType === Node.TEXT_NODE ? this.pieces.get(last) + last.length : this.offset(last, last.childNodes.length);
  }

  startOf(node) {
    for (let at = node; at; at = at.firstChild) if (this.pieces.has(at)) return this.pieces.get(at);
    return this.startOf(node.nextSibling ?? node.parentNode);
  }

  place(offset) {
    const leaf = this.leaves.findLast((one) => this.pieces.get(one) <= offset) ?? this.leaves[0];
    return leaf.nodeType === Node.TEXT_NODE ? [leaf, Math.min(offset - this.pieces.get(leaf), leaf.length)] : [leaf, 0];
  }

  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.place(start));
    range.setEnd(...this.place(end));
    return range;
  }

  put(start, end) {
    getSelection().setBaseAndExtent(...this.place(start), ...this.place(end));
    this.select();
  }

  select = () => {
    const selection = getSelection();
    if (!this.open || ![selection.anchorNode, selection.focusNode].every((node) => node && this.text.contains(node))) return;
    const anchor = this.offset(selection.anchorNode, selection.anchorOffset);
    this.caret = this.offset(selection.focusNode, selection.focusOffset);
    const start = Math.min(anchor, this.caret);
    const passage = this.open.text.slice(start, Math.max(anchor, this.caret));
    const from = start + passage.length - passage.trimStart().length;
    this.choice = passage.trim() ? [from, from + passage.trim().length] : null;
    this.showChoice();
    this.showHere();
  };

  highlight(name, range) {
    if (!CSS.highlights) return;
    if (range) CSS.highlights.set(name, new Highlight(range));
    else CSS.highlights.delete(name);
  }

  span(one) {
    return [this.open.at.units(one.debut), this.open.at.units(one.fin)];
  }

  /** The own passages around the caret, the shortest first. */
  around() {
    return this.open.reading.passages
      .map((one) => ({ one, span: this.span(one) }))
      .filter(({ span }) => span[0] <= this.caret && this.caret <= span[1])
      .sort((a, b) => length(a.span) - length(b.span) || this.order(a.one) - this.order(b.one));
  }

  order(one) { return Object.keys(FAMILIES).indexOf(this.family(one.code)); }

  label(code) { return this.codes.get(code)?.libelle ?? code; }

  family(code) { return this.codes.get(code)?.famille ?? "theme"; }

  // what a coder does

  closed() { return this.open.reading.statut === "fini"; }

  async give(code) {
    if (!this.choice) return this.alarm("Aucun passage n’est sélectionné.", "Sélectionnez des mots du texte, puis choisissez un code.");
    const [start, end] = this.choice;
    const { points } = this.open.at;
    const back = await this.act("coder", { debut: points(start), fin: points(end, true), code });
    if (back) this.input.value = "";
    this.showOptions();
    return back;
  }

  sentence(more) {
    const all = (this.open.sentences ??= sentences(this.open.text));
    if (!all.length) return;
    if (more && this.choice) {
      const [from, to] = this.choice;
      return this.put(from, all.find(([, end]) => end > to)?.[1] ?? to);
    }
    const here = all.find(([, end]) => this.caret < end) ?? all.at(-1);
    return this.put(...here);
  }

  toCodes() {
    if (this.closed()) return this.saying("Témoignage terminé : rouvrez-le pour le coder.", "");
    if (!this.choice) this.sentence(false);
    this.input.focus();
    this.input.select();
    return null;
  }

  toText() {
    this.text.focus({ preventScroll: true });
    this.put(...(this.choice ?? [this.caret, this.caret]));
  }

  eraseHere() {
    const [first, second] = this.around();
    if (!first || this.closed()) return;
    if (second && second.span.join() === first.span.join()) {
      this.saying("Plusieurs codes sur ce passage : choisissez celui à effacer.", "");
      keyed(this.codesBox, `effacer ${first.one.id}`)?.focus();
    } else this.act("effacer", { segment: first.one.id });
  }

  goProposal(step) {
    const all = this.open.reading.propositions;
    if (!all.length) return this.saying("Aucune proposition ici.", "");
    const at = all.findIndex((one) => one.id === this.proposal);
    const next = all[(at + (at < 0 && step < 0 ? 0 : step) + all.length) % all.length];
    this.proposal = next.id;
    this.put(...this.span(next));
    this.reveal(...this.span(next));
    return this.saying(`Proposition : ${this.label(next.code)}. A pour accepter, R pour refuser.`, "");
  }

  settle(what, id) {
    const known = id ?? this.proposal;
    if (!known || this.closed()) return;
    this.proposal = null;
    this.act(what, { segment: known });
  }

  reveal(start, end) {
    const box = this.range(start, end).getBoundingClientRect();
    const frame = this.text.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) this.text.scrollTop += box.top - frame.top - frame.height / 4;
    this.highlight("lecons-passage", this.range(start, end));
  }

  step(by) {
    const rows = this.shown();
    const at = rows.findIndex((row) => row.id === this.open?.id);
    if (rows[at + by]) this.read(rows[at + by].id);
    else this.saying(`C’est le ${by > 0 ? "dernier" : "premier"} de la liste.`, "");
  }

  finish() {
    const missing = this.open.reading.sans_avis, many = missing.length;
    if (!many) return this.act("terminer");
    this.alarm(
      many > 1 ? `${many} passages parlent d’une pratique sans dire l’avis de la personne.` : "Un passage parle d’une pratique sans dire l’avis de la personne.",
      "Donnez l’avis (favorable ou réserve), ou terminez ainsi.",
      button("Voir le passage", () => { this.calm(); const at = missing[0].map(this.open.at.units); this.text.focus(); this.put(...at); this.reveal(...at); }),
      button("Terminer sans avis", () => { this.calm(); this.act("terminer"); }),
    );
    this.alert.querySelector("button").focus();
    return null;
  }

  async writeNote(segment) {
    if (!(await this.keepNote())) return;
    const words = this.open.reading.passages.find((one) => one.id === segment).memo;
    this.note = { segment, words, saved: words };
    this.showCodes();
    this.codesBox.querySelector("textarea").focus();
  }

  /** Save the note that is open; true when it is on the disk. */
  async keepNote() {
    const { note: kept } = this;
    if (!kept) return true;
    clearTimeout(kept.timer);
    const { segment, words } = kept;
    if (words.trim() === kept.saved.trim()) return true;
    const back = await this.act("noter", { segment, memo: words });
    if (back) kept.saved = words;
    return Boolean(back);
  }

  async closeNote() {
    if (!this.note || !(await this.keepNote()) || !this.note) return;
    const { segment } = this.note;
    this.note = null;
    this.showCodes();
    keyed(this.codesBox, `note ${segment}`)?.focus();
  }

  // what a coder sees

  build(place) {
    const id = (name) => `${this.id}-${name}`;
    this.alert = make("div.lc-alerte", { role: "alert" });
    this.state = make("p.lc-etat", { role: "status" }, "Chaque action est enregistrée aussitôt.");
    this.title = make("h3", { id: id("titre") }, "…");
    this.about = make("p.lc-qui", {});
    this.tools = make("div.lc-outils", { role: "toolbar", "aria-label": "Témoignage" });
    this.who = make("strong");
    this.words = make("input", {
      type: "search", id: id("mots"), autocomplete: "off", spellcheck: "false",
      oninput: () => { clearTimeout(this.typing); this.typing = setTimeout(() => this.search(this.words.value), 200); },
    });
    this.hits = make("p.lc-note", { role: "status" });
    this.choiceOf = make("select", { id: id("filtre"), onchange: (event) => { this.filter = event.target.value; this.showList(); } });
    this.list = make("ul.lc-liste", { "aria-label": "Témoignages", onkeydown: (event) => this.walk(event) });
    this.nav = make("nav.lc-nav", { "aria-label": "Choix du témoignage" },
      make("p.lc-note", {}, "Codeur : ", this.who),
      make("label", { for: id("filtre") }, "Montrer"), this.choiceOf,
      make("label", { for: id("mots") }, "Chercher un mot"), this.words, this.hits, this.list);
    this.toggle = button("Liste des témoignages", () => {
      this.toggle.setAttribute("aria-expanded", String(this.nav.classList.toggle("lc-ouverte")));
    }, { class: "lc-bascule", "aria-expanded": "false" });
    // editable so that the caret is the browser's own in every script; nothing can be written in it
    this.text = make("div", {
      class: "lc-texte", contenteditable: "true", role: "textbox", "aria-multiline": "true", "aria-readonly": "true",
      "aria-labelledby": id("titre"), "aria-describedby": id("aide"), inputmode: "none", spellcheck: "false", translate: "no",
      "data-gramm": "false", "data-lt-active": "false",
      onbeforeinput: refuse, onpaste: refuse, oncut: refuse, ondrop: refuse,
      // an input method writes without asking: the text is put back
      oninput: () => this.open && this.showText(), oncompositionend: () => this.open && this.showText(),
      onkeydown: (event) => this.type(event),
    });
    this.quote = make("p.lc-citation", { dir: "auto" });
    this.options = make("div", { role: "listbox", id: id("codes"), class: "lc-codes", "aria-label": "Codes", hidden: true });
    this.sheet = make("div.lc-fiche", { id: id("fiche") });
    this.input = make("input", {
      type: "text", id: id("code"), role: "combobox", "aria-expanded": "false", "aria-controls": id("codes"),
      "aria-autocomplete": "list", "aria-describedby": id("fiche"), autocomplete: "off", spellcheck: "false",
      oninput: () => { this.active = null; this.showOptions(); }, onfocus: () => { this.showOptions(); this.showHere(); },
      onblur: () => this.pressing || this.showOptions(false), onkeydown: (event) => this.pick(event), onclick: () => this.showOptions(),
    });
    this.codesBox = make("div");
    const keys = [
      ["flèches, Ctrl, Maj", "se déplacer, sélectionner"], ["S", "la phrase ; Maj + S : la suivante avec"],
      ["Entrée", "choisir un code ; Échap : revenir au texte"], ["M", "note sur le passage"], ["Suppr", "effacer le code"],
      ["P, A, R", "proposition suivante, accepter, refuser"], ["Ctrl + Z, Ctrl + Y", "annuler, rétablir"],
      ["Alt + ↓, Alt + ↑", "témoignage suivant, précédent"], ["Échap, Tab", "quitter le texte"],
    ];
    const help = make("details.lc-aide", { id: id("touches") }, make("summary", {}, "Touches du clavier"),
      make("dl", {}, ...keys.flatMap(([key, words]) => [make("dt", {}, key), make("dd", {}, words)])));
    this.root = make("section", {
      class: "lc", lang: "fr", "aria-label": "Codage des témoignages", "data-lm-suppress-shortcuts": "true",
      onkeydown: (event) => this.anywhere(event), onpointerdown: () => this.press(),
    },
      this.alert,
      make("header.lc-tete", {}, make("div", {}, this.title, this.about), this.tools, this.state),
      make("div.lc-corps", {}, make("div.lc-gauche", {}, this.toggle, this.nav),
        make("div.lc-milieu", {}, this.text, make("p.lc-note", { id: id("aide") },
          "S : la phrase. Entrée : choisir un code. Échap : quitter le texte."), help),
        make("div.lc-droite", {}, make("div.lc-coder", {}, make("h4", {}, "Coder un passage"), this.quote,
          make("label", { for: id("code") }, "Code (tapez quelques lettres)"), this.input, this.options, this.sheet), this.codesBox)));
    place.append(this.root);
  }

  /** The codes fold after a click, not under it: what is clicked must not move away. */
  press() {
    this.pressing = true;
    addEventListener("pointerup", () => { this.pressing = false; setTimeout(() => this.showOptions()); }, { once: true });
  }

  alarm(words, remedy = "", ...more) {
    this.alert.replaceChildren(make("strong", {}, words), " ", remedy, ...more);
  }

  calm() { this.alert.replaceChildren(); }

  saying(words, sort) {
    this.state.textContent = words;
    this.state.dataset.sorte = sort;
  }

  showHead() {
    const { reading, id } = this.open, done = this.closed();
    const row = this.rows.find((one) => one.id === id);
    this.title.textContent = `${id} – ${row.lieu}`;
    const facts = [row.jour, row.acteur, row.personne, row.langue, `${row.mots.toLocaleString("fr")} mots`, STATES[row.statut]];
    this.about.textContent = facts.filter(Boolean).join(" · ");
    const keep = this.tools.contains(active()) ? active().dataset.cle : null;
    const tool = (key, words, act, off, title, more) =>
      button(words, () => off || act(), { "data-cle": key, "aria-disabled": off ? "true" : null, title: title ? `${words} : ${title}` : null, class: more });
    const rows = this.shown();
    const at = rows.findIndex((one) => one.id === id);
    this.tools.replaceChildren(
      tool("avant", "‹ Précédent", () => this.step(-1), at <= 0),
      tool("apres", "Suivant ›", () => this.step(1), at >= rows.length - 1),
      tool("annuler", "Annuler", () => this.act("annuler"), !reading.annuler, reading.annuler),
      tool("retablir", "Rétablir", () => this.act("retablir"), !reading.retablir, reading.retablir),
      done
        ? tool("finir", "Rouvrir", () => this.act("rouvrir"), false)
        : tool("finir", "Lu jusqu’au bout", () => this.finish(), false, "", "lc-principal"),
    );
    if (keep) keyed(this.tools, keep)?.focus();
    this.text.classList.toggle("lc-ferme", done);
    this.input.disabled = done;
  }

  shown() {
    return this.rows.filter((row) => row.id === this.open?.id
      || ((this.filter === "tous" || row.statut === this.filter) && (!this.found || this.found.has(row.id))));
  }

  showList() {
    const count = (state) => this.rows.filter((row) => state === "tous" || row.statut === state).length;
    this.choiceOf.replaceChildren(...Object.entries({ tous: "tous", ...STATES }).map(([value, words]) =>
      make("option", { value, selected: value === this.filter }, `${words} (${count(value)})`)));
    const keep = this.list.contains(active()) ? active().dataset.cle : null;
    const rows = this.shown();
    const here = rows.some((row) => row.id === this.open?.id) ? this.open.id : rows[0]?.id;
    this.list.replaceChildren(...rows.map((row) => make("li", {}, button("", () => this.read(row.id), {
      "data-cle": row.id, tabindex: row.id === here ? "0" : "-1", "aria-current": String(row.id === this.open?.id), "data-statut": row.statut,
    }))));
    rows.forEach((row, at) => {
      const said = row.statut === "en_cours" ? `en cours, ${row.passages} passage${row.passages > 1 ? "s" : ""}` : STATES[row.statut];
      this.list.children[at].firstChild.append(
        make("b", {}, row.id), ` ${row.lieu} `,
        make("small", {}, [row.acteur, row.personne].filter(Boolean).join(", ")),
        make("small.lc-statut", {}, make("span", { "aria-hidden": "true" }, SIGNS[row.statut]), ` ${said}`));
    });
    if (keep) keyed(this.list, keep)?.focus();
    if (this.open) this.showHead();
  }

  walk(event) {
    const all = [...this.list.querySelectorAll("button")];
    const at = all.indexOf(active());
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || event.altKey || !all[to]) return;
    refuse(event);
    all[at].tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus();
  }

  /** The text in one pass: a line is a paragraph, a run of the same codes a span. */
  showText() {
    const { text, reading } = this.open;
    const focused = active() === this.text;
    const chosen = this.choice ?? [this.caret, this.caret];
    const marks = [
      ...reading.passages.map((one) => ["pose", one, ""]),
      ...(this.closed() ? [] : reading.propositions).map((one) => ["propose", one, "proposé : "]),
      ...(reading.autres ?? []).map((one) => ["autre", one, `${one.codeur} : `]),
    ].map(([sort, one, who]) => ({ sort, code: one.code, words: who + this.label(one.code), span: this.span(one) }));
    marks.sort((a, b) => this.order(a) - this.order(b));
    const cuts = [...new Set(marks.flatMap((one) => one.span))].sort((a, b) => a - b);
    this.pieces = new Map();
    this.leaves = [];
    const leaf = (node, start) => { this.pieces.set(node, start); this.leaves.push(node); return node; };
    const lines = [];
    let start = 0, cut = 0;
    for (const words of text.split("\n")) {
      const line = make("p", { dir: "auto" });
      const end = start + words.length;
      let from = start;
      while (from < end) {
        while (cuts[cut] <= from) cut += 1;
        const to = Math.min(end, cuts[cut] ?? end);
        const node = leaf(document.createTextNode(text.slice(from, to)), from);
        const over = marks.filter((one) => one.span[0] < to && from < one.span[1]);
        line.append(over.length ? this.run(node, over) : node);
        for (const one of over) if (one.span[1] === to) line.append(make("i", { class: `lc-etiquette lc-${one.sort}`, "data-mots": one.words }));
        from = to;
      }
      if (!words) line.append(leaf(document.createElement("br"), start));
      lines.push(line);
      start = end + 1;
    }
    this.text.replaceChildren(...lines);
    if (focused) this.put(...chosen);
    this.showHere();
  }

  run(node, over) {
    const own = over.filter((one) => one.sort === "pose").sort((a, b) => length(a.span) - length(b.span));
    const real = own.find((one) => this.family(one.code) !== "polarite") ?? own[0];
    const names = [...new Set(over.map((one) => `lc-${one.sort}`))];
    if (real) names.push(`lc-f-${this.family(real.code)}`);
    if (new Set(own.map((one) => one.span.join())).size > 1) names.push("lc-double");
    return make("span", { class: names.join(" ") }, node);
  }

  /** What stands where the caret is: said in the list, shown in the text. */
  showHere() {
    const here = new Set(this.around().map(({ one }) => `${one.debut}-${one.fin}`));
    for (const card of this.codesBox.querySelectorAll("[data-span]")) card.setAttribute("aria-current", here.has(card.dataset.span));
    this.highlight("lecons-choix", this.choice && active() !== this.text ? this.range(...this.choice) : null);
  }

  showChoice() {
    if (!this.open) return;
    const words = this.choice ? this.open.text.slice(...this.choice) : "";
    const cut = words.length > 160 ? `${[...words].slice(0, 80).join("")} … ${[...words].slice(-70).join("")}` : words;
    this.quote.textContent = this.choice ? `« ${cut} »` : "Sélectionnez des mots du texte : à la souris, avec Maj et les flèches, ou S pour la phrase.";
    this.quote.classList.toggle("lc-vide", !this.choice);
  }

  matching() {
    const words = fold(this.input.value.trim());
    const spot = this.choice?.map((at, end) => this.open.at.points(at, end)).join();
    const order = Object.keys(FAMILIES);
    // a practice waits for the opinion on it
    if (this.open.reading.sans_avis.some((span) => span.join() === spot)) order.unshift(order.pop());
    const rank = (one) => !fold(one.libelle).startsWith(words);
    return order.map((family) => [family, [...this.codes.values()]
      .filter((one) => one.famille === family && fold(`${one.chemin} ${one.code} ${one.libelle}`).includes(words))
      .sort((a, b) => (words ? rank(a) - rank(b) : 0))]).filter(([, some]) => some.length);
  }

  showOptions(expanded = active() === this.input) {
    this.input.setAttribute("aria-expanded", String(expanded));
    this.options.hidden = !expanded;
    this.sheet.hidden = !expanded;
    if (!expanded || !this.open) return;
    const groups = this.matching(), words = fold(this.input.value.trim());
    const all = groups.flatMap(([, some]) => some.map((one) => one.code));
    if (!all.includes(this.active)) this.active = null;
    if (!this.active && words) this.active = all.find((code) => fold(this.label(code)).startsWith(words)) ?? all[0];
    this.options.replaceChildren(...groups.map(([family, some]) => make("div", { role: "group", "aria-label": FAMILIES[family] },
      make("div.lc-famille", { "aria-hidden": "true" }, FAMILIES[family]),
      ...some.map((one) => make("div", {
        role: "option", id: `${this.id}-o-${all.indexOf(one.code)}`, class: `lc-f-${family}`,
        // the focus stays in the field, as the pattern of the combobox wants it
        onmousedown: refuse, onclick: () => this.give(one.code),
        onmousemove: () => { if (this.active !== one.code) { this.active = one.code; this.mark(all); } },
      }, make("span", {}, one.chemin))))));
    if (!all.length) this.options.replaceChildren(note("Aucun code ne s’appelle ainsi."));
    this.mark(all);
  }

  mark(all) {
    const at = all.indexOf(this.active);
    for (const one of this.options.querySelectorAll("[role=option]")) one.setAttribute("aria-selected", one.id === `${this.id}-o-${at}`);
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", `${this.id}-o-${at}`);
      const option = this.options.querySelector("[aria-selected=true]");
      const { scrollTop: from, clientHeight: high } = this.options;
      const top = option.offsetTop - this.options.offsetTop, end = top + option.offsetHeight;
      if (top < from) this.options.scrollTop = top - 24;
      else if (end > from + high) this.options.scrollTop = end - high;
    }
    const one = this.codes.get(this.active);
    const parts = one ? [["", one.definition], ["Employer : ", one.inclusion], ["Ne pas employer : ", one.exclusion], ["Exemple : ", one.exemple]] : [];
    this.sheet.replaceChildren(...parts.filter(([, words]) => words).map(([name, words]) => make("p", {}, make("b", {}, name), words)));
  }

  pick(event) {
    const all = this.matching().flatMap(([, some]) => some.map((one) => one.code));
    const at = all.indexOf(this.active), last = all.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? last : at - 1, PageDown: Math.min(at + 8, last), PageUp: Math.max(at - 8, 0) }[event.key];
    if (to !== undefined && !event.altKey && all.length) {
      refuse(event);
      this.active = all[(to + all.length) % all.length];
      this.showOptions(true);
    } else if (event.key === "Enter") {
      refuse(event);
      if (this.active) this.give(this.active);
    } else if (event.key === "Escape") {
      refuse(event);
      event.stopPropagation();
      if (this.input.value) { this.input.value = ""; this.active = null; this.showOptions(true); } else this.toText();
    }
  }

  showCodes() {
    const { reading } = this.open;
    const focus = this.codesBox.contains(active()) ? active() : null;
    const cards = [...this.codesBox.querySelectorAll(".lc-carte")];
    const stood = focus ? cards.indexOf(focus.closest(".lc-carte")) : -1;
    const groups = Map.groupBy(reading.passages, (one) => `${one.debut}-${one.fin}`);
    const missing = new Set(reading.sans_avis.map((span) => span.join("-")));
    const head = (words) => make("h4", { tabindex: "-1" }, words);
    const parts = [head(`Passages codés (${groups.size})`)];
    if (reading.perdus) parts.push(note(`${reading.perdus} passage(s) codé(s) ne se retrouvent plus dans le texte : il a été corrigé. Voyez la quarantaine de l’import.`));
    parts.push(...[...groups].map(([key, some]) => this.card(key, some, missing.has(key))));
    if (!this.closed() && reading.propositions.length) parts.push(head(`Propositions (${reading.propositions.length})`),
      note("Faites par un calcul ; elles ne comptent pas tant que vous ne les acceptez pas."),
      ...reading.propositions.map((one) => this.proposed(one, true)));
    if (!this.closed() && reading.refusees.length) parts.push(make("details", {}, make("summary", {}, `Propositions refusées (${reading.refusees.length})`),
      ...reading.refusees.map((one) => this.proposed(one, false))));
    parts.push(...this.others());
    this.codesBox.replaceChildren(...parts);
    if (focus) {
      const same = focus.dataset.cle && keyed(this.codesBox, focus.dataset.cle);
      const now = [...this.codesBox.querySelectorAll(".lc-carte")];
      (same || (now[stood] ?? now.at(-1) ?? this.codesBox).querySelector("button, h4")).focus({ preventScroll: true });
    }
    this.showHere();
  }

  passage(one) {
    const words = this.open.text.slice(...this.span(one));
    const short = [...words].length > 90 ? `${[...words].slice(0, 88).join("")}…` : words;
    return button(`« ${short} »`, () => { const at = this.span(one); this.text.focus({ preventScroll: true }); this.put(at[0], at[0]); this.reveal(...at); },
      { class: "lc-extrait", dir: "auto", "data-cle": `voir ${one.id}`, title: "Voir dans le texte" });
  }

  gesture(words, what, key, act) {
    return button(words, act, { "data-cle": key, "aria-label": `${words} ${what}` });
  }

  tag(code, sort = "pose") {
    return make("span", { class: `lc-code lc-${sort} lc-f-${this.family(code)}` }, this.label(code));
  }

  card(key, some, opinionless) {
    const done = this.closed();
    const lines = some.sort((a, b) => this.order(a) - this.order(b)).map((one) => {
      const name = this.label(one.code);
      const line = make("div.lc-ligne", {}, this.tag(one.code), done ? null : make("span.lc-gestes", {},
        this.gesture(one.memo ? "Revoir la note" : "Note", `sur « ${name} »`, `note ${one.id}`, () => this.writeNote(one.id)),
        this.gesture("Effacer", `« ${name} »`, `effacer ${one.id}`, () => this.act("effacer", { segment: one.id }))));
      if (this.note?.segment === one.id) return [line, this.noteField(one, name)];
      return one.memo ? [line, make("p.lc-memo", { dir: "auto" }, one.memo)] : [line];
    });
    const opinions = [...this.codes.values()].filter((one) => one.famille === "polarite");
    const ask = opinionless && !done ? make("div.lc-avis", {}, make("span", {}, "Son avis ?"),
      ...opinions.map((one) => button(one.libelle, () => { this.choice = this.span(some[0]); this.give(one.code); }, { "data-cle": `${one.code} ${key}` }))) : null;
    const more = done ? null : button("Ajouter un code", () => { this.choice = this.span(some[0]); this.showChoice(); this.input.focus(); this.showHere(); }, { class: "lc-ajout", "data-cle": `ajouter ${key}` });
    return make("div.lc-carte", { "data-span": key }, this.passage(some[0]), ...lines.flat(), ask, more);
  }

  noteField(one, name) {
    const id = `${this.id}-note`;
    const field = make("textarea", {
      id, rows: "3", dir: "auto", "data-cle": `ecrire ${one.id}`, spellcheck: "false",
      oninput: () => { this.note.words = field.value; clearTimeout(this.note.timer); this.note.timer = setTimeout(() => this.keepNote(), 1000); },
      onblur: () => this.keepNote(),
      onkeydown: (event) => {
        if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) { refuse(event); event.stopPropagation(); this.closeNote(); }
      },
    });
    field.value = this.note.words;
    return make("div.lc-saisie", {}, make("label", { for: id }, `Note sur « ${name} »`), field,
      button("Fermer la note", () => this.closeNote(), { "data-cle": `fermer ${one.id}` }));
  }

  proposed(one, open) {
    const name = this.label(one.code);
    return make("div.lc-carte lc-proposee", {}, this.passage(one),
      make("div.lc-ligne", {}, make("span", {}, "proposé : "), this.tag(one.code, "propose"),
        make("small", {}, ` score ${one.score.toLocaleString("fr", { maximumFractionDigits: 2 })}`)),
      one.raison ? note(one.raison) : null,
      make("span.lc-gestes", {},
        this.gesture("Accepter", `« ${name} »`, `accepter ${one.id}`, () => this.settle("accepter", one.id)),
        open ? this.gesture("Refuser", `« ${name} »`, `refuser ${one.id}`, () => this.settle("refuser", one.id)) : null));
  }

  others() {
    const { autres: seen } = this.open.reading;
    if (!seen) return [note("Les codes des autres lectures se montrent quand vous avez lu ce témoignage jusqu’au bout.", "lc-voile")];
    if (!seen.length) return [note("Personne d’autre n’a codé ce témoignage.", "lc-voile")];
    return [...Map.groupBy(seen, (one) => one.codeur)].flatMap(([coder, some]) => [make("h4", { tabindex: "-1" }, `Lecture de ${coder} (${some.length})`),
      ...some.map((one) => make("div.lc-carte lc-dautrui", {}, this.passage(one), make("div.lc-ligne", {}, this.tag(one.code, "autre")),
        one.memo ? make("p.lc-memo", { dir: "auto" }, one.memo) : null))]);
  }

  // the keyboard

  type(event) {
    if (!this.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      Enter: () => this.toCodes(), s: () => this.sentence(false), S: () => this.sentence(true),
      Delete: () => this.eraseHere(), Backspace: () => this.eraseHere(),
      m: () => { const [here] = this.around(); if (here && !this.closed()) this.writeNote(here.one.id); },
      p: () => this.goProposal(1), P: () => this.goProposal(-1), a: () => this.settle("accepter"), r: () => this.settle("refuser"),
      Escape: () => (this.choice ? this.put(this.caret, this.caret) : this.leave()),
    }[event.key];
    if (!act) return;
    refuse(event);
    this.select(); // a caret that moved is told of a moment later
    act();
  }

  anywhere(event) {
    event.stopPropagation();
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      refuse(event);
      return this.step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape" && !event.defaultPrevented) {
      if (event.target === this.text) return null;
      refuse(event);
      return this.open ? this.toText() : this.leave();
    }
    if (!event.ctrlKey && !event.metaKey) return null;
    const key = event.key.toLowerCase();
    if (key === "s") {
      refuse(event);
      return this.saying("Rien à enregistrer ici : chaque action l’est déjà.", "");
    }
    if (!["z", "y"].includes(key) || ["INPUT", "TEXTAREA"].includes(event.target.tagName)) return null;
    refuse(event);
    const { annuler, retablir } = this.open?.reading ?? {};
    const again = key === "y" || event.shiftKey;
    if (again ? retablir : annuler) return this.act(again ? "retablir" : "annuler");
    return this.saying(again ? "Rien à rétablir ici." : "Rien à annuler ici.", "");
  }

  /** Out of the panel, to the cell that holds it. */
  leave() {
    const cell = this.root.closest(".jp-Cell, .jp-Notebook, [tabindex]");
    getSelection().removeAllRanges();
    this.text.blur();
    cell?.focus({ preventScroll: true });
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.end();
  },
};
