// The review panel. Words reach the page as text nodes and attributes only; every action shows as done
// when Python says that it is on the disk, and not before.

const STATES = { a_relire: "à relire", publie: "à publier", ecarte: "écarté" };
const SIGNS = { a_relire: "○", publie: "●", ecarte: "✕" };
const SILENCE = 4000; // ms after which Python is said not to answer

/** An element, « div.its-class », with its attributes, listeners and children. */
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

/** A text cut by positions in code points, as Python counts them. */
export function cut(text, ...places) {
  const points = [...text];
  const edges = [0, ...places, points.length];
  return edges.slice(1).map((end, at) => points.slice(edges[at], end).join(""));
}

class View {
  id = `v${Math.random().toString(36).slice(2, 10)}`;
  n = 0;
  waiting = new Map();
  rows = [];
  passage = null;

  constructor(model, place) {
    this.model = model;
    this.build(place);
    model.on("msg:custom", this.receive);
    document.addEventListener("selectionchange", this.select);
    this.start();
  }

  end() {
    this.model.off("msg:custom", this.receive);
    document.removeEventListener("selectionchange", this.select);
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
  }

  // talking to Python

  ask(what, given = {}) {
    const n = (this.n += 1);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.silent(), SILENCE);
      this.waiting.set(n, { resolve, timer });
      this.model.send({ vue: this.id, n, faire: what, ...given });
    });
  }

  receive = (message) => {
    if (message.vue !== this.id) return;
    const asked = this.waiting.get(message.n);
    if (!asked) return;
    clearTimeout(asked.timer);
    this.waiting.delete(message.n);
    asked.resolve(message);
  };

  silent() {
    this.alarm(
      "Python ne répond pas : rien de nouveau n’est enregistré.",
      "Si le noyau s’est arrêté, relancez les cellules (menu Exécuter) ; s’il est occupé, attendez.",
    );
    this.saying("✗ Non enregistré", "non");
  }

  async act(what, given = {}) {
    if (!this.passage) return null;
    this.saying("… Enregistrement", "");
    const back = await this.ask(what, { cle: this.passage.cle, ...given });
    if (!back.ok) {
      this.alarm(back.message, back.remede);
      this.saying("✗ Non enregistré", "non");
      return null;
    }
    this.calm();
    Object.assign(this.rows.find((row) => row.cle === back.ligne.cle), back.ligne);
    this.saying(`✓ Enregistré à ${back.enregistre}`, "oui");
    this.showList();
    return back;
  }

  async start() {
    const back = await this.ask("commencer");
    if (!back.ok) return this.alarm(back.message, back.remede);
    this.rows = back.liste;
    this.who.textContent = `Relu par ${back.relecteur}`;
    this.measure.textContent = back.mesure;
    this.showList();
    if (this.rows.length) return this.read(this.rows[0].cle, false);
    this.title.textContent = "Aucun passage n’attend de relecture";
    this.work.hidden = true;
    this.root.dataset.ouvert = "";
    return null;
  }

  async read(name, enter = true) {
    if (this.changed() && !confirm("Le texte changé n’est pas signé. Le quitter ?")) return null;
    const back = await this.ask("ouvrir", { cle: name });
    if (!back.ok) return this.alarm(back.message, back.remede);
    this.calm();
    this.show(back.passage, true);
    this.showList();
    if (enter) this.title.focus();
    this.root.dataset.ouvert = name;
    return null;
  }

  // what a reviewer does

  changed() { return this.passage !== null && this.text.value !== this.passage.texte; }

  async judge(place, names) {
    const back = await this.act("juger", { place, nomme: names });
    if (!back) return;
    this.show(back.passage);
    this.words.querySelector(`[data-place="${place}"]`)?.focus();
  }

  async add() {
    const name = this.name.value.trim();
    if (!name) return this.alarm("Aucun nom à ajouter.", "Sélectionnez des mots du passage, ou tapez le nom.");
    const back = await this.act("ajouter", { nom: name });
    if (!back) return null;
    this.name.value = "";
    this.show(back.passage);
    this.saying(`✓ « ${name} » est ajouté : il sera trouvé partout`, "oui");
    return null;
  }

  async sign(what) {
    const given = what === "publier" ? { texte: this.text.value } : {};
    const back = await this.act(what, given);
    if (!back) return;
    // what was signed is what stands: it is no change that waits
    this.passage = { ...back.passage, texte: this.text.value };
    const at = this.rows.findIndex((row) => row.cle === this.passage.cle);
    const next = [...this.rows.slice(at + 1), ...this.rows.slice(0, at)].find((row) => row.statut === "a_relire");
    const said = this.state.textContent;
    if (next) {
      await this.read(next.cle);
      this.saying(`${said}. Passage suivant : ${next.cle}`, "oui");
    } else this.saying(`${said}. Tout est relu`, "oui");
  }

  select = () => {
    const chosen = getSelection();
    const inside = chosen.anchorNode && chosen.focusNode && this.words.contains(chosen.anchorNode) && this.words.contains(chosen.focusNode);
    if (inside && chosen.toString().trim()) this.name.value = chosen.toString().replace(/\s+/g, " ").trim().slice(0, 80);
  };

  keys = (event) => {
    // JupyterLab has shortcuts of one letter: none of them may act on a notebook under this panel
    event.stopPropagation();
    const typing = /^(TEXTAREA|INPUT)$/.test(event.target.tagName);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.sign("publier");
    } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.dataset?.place) {
      const place = Number(event.target.dataset.place);
      if (event.key === "r" || event.key === "a") {
        event.preventDefault();
        this.judge(place, event.key === "a");
      }
    }
  };

  // what it shows

  show(passage, fresh = false) {
    const touched = !fresh && this.changed();
    this.passage = passage;
    this.title.textContent = `Passage ${passage.cle}`;
    const pieces = [make("span.lr-autour", {}, passage.avant)];
    const list = [];
    let last = 0;
    for (const one of passage.mentions) {
      const [, between] = cut(passage.mots, last, one.place);
      pieces.push(between, this.mention(one));
      list.push(this.line(one));
      last = one.fin;
    }
    pieces.push(cut(passage.mots, last)[1], make("span.lr-autour", {}, passage.apres));
    this.words.replaceChildren(...pieces);
    this.list.replaceChildren(...(list.length ? list : [make("li.lr-note", {}, "Rien n’a été trouvé ici : lisez d’autant mieux.")]));
    if (touched) this.saying("Le texte à publier, changé à la main, n’a pas été touché", "");
    else this.text.value = passage.texte;
  }

  mention(one) {
    const said = one.rejetee ? "gardé tel quel" : `remplacé par ${one.remplacement}`;
    return make(
      `button.${one.rejetee ? "lr-gardee" : "lr-trouvee"}`,
      {
        type: "button",
        "data-place": one.place,
        "aria-pressed": String(!one.rejetee),
        "aria-label": `${one.trouve}, ${one.genre} : ${said}`,
        title: `${one.genre} : ${said} (a : accepter, r : rejeter)`,
        onclick: () => this.judge(one.place, one.rejetee),
      },
      one.trouve,
    );
  }

  line(one) {
    const said = one.rejetee ? "rejetée : gardé tel quel" : `→ ${one.remplacement}`;
    return make(
      "li",
      {},
      make("span", {}, make("b", {}, one.trouve), ` (${one.genre}) `, said, " "),
      button(one.rejetee ? "Accepter" : "Rejeter", () => this.judge(one.place, one.rejetee), {
        "aria-label": `${one.rejetee ? "Accepter" : "Rejeter"} la mention ${one.trouve}`,
      }),
    );
  }

  showList() {
    const left = this.rows.filter((row) => row.statut === "a_relire").length;
    this.count.textContent = `${left} à relire sur ${this.rows.length}`;
    this.nav.replaceChildren(
      ...this.rows.map((row) =>
        make(
          "li",
          {},
          make(
            "button",
            {
              type: "button",
              "data-cle": row.cle,
              "data-statut": row.statut,
              "aria-current": row.cle === this.passage?.cle ? "true" : null,
              onclick: () => this.read(row.cle),
            },
            make("span", { "aria-hidden": "true" }, `${SIGNS[row.statut]} `),
            row.cle,
            make("small", {}, `${row.source}, ${STATES[row.statut]}`),
          ),
        ),
      ),
    );
  }

  saying(words, sort) {
    this.state.textContent = words;
    this.state.dataset.sorte = sort;
  }

  alarm(message, remedy = "") {
    this.alert.replaceChildren(make("strong", {}, message), ` ${remedy}`);
  }

  calm() { this.alert.replaceChildren(); }

  build(place) {
    const label = (words, of) => make("label", { for: `${this.id}-${of}` }, words);
    this.who = make("p.lr-qui");
    this.measure = make("p.lr-mesure");
    this.count = make("p.lr-note");
    this.state = make("p.lr-etat", { role: "status" });
    this.alert = make("div.lr-alerte", { role: "alert" });
    this.nav = make("ul.lr-liste");
    this.title = make("h3", { tabindex: "-1" });
    this.words = make("p.lr-mots", { role: "group", "aria-label": "Le passage, avec ce qui l’entoure" });
    this.list = make("ul.lr-mentions");
    this.name = make("input", { id: `${this.id}-nom`, type: "text", maxlength: "80", autocomplete: "off" });
    this.text = make("textarea", { id: `${this.id}-texte`, rows: "5" });
    this.work = make(
      "div.lr-travail",
      {},
      this.words,
      make("h4", {}, "Ce qui a été trouvé"),
      this.list,
      make("div.lr-ajout", {}, label("Nom manqué (sélectionnez des mots ci-dessus, ou tapez)", "nom"), this.name, button("Ajouter ce nom", () => this.add())),
      label("Texte à publier : changez ce qui ferait reconnaître quelqu’un", "texte"),
      this.text,
      make(
        "div.lr-gestes",
        {},
        button("Publier ce texte", () => this.sign("publier"), { class: "lr-principal" }),
        button("Écarter le passage", () => this.sign("ecarter")),
      ),
      make("p.lr-note", {}, "Sur une mention : a accepte, r rejette. Ctrl + Entrée publie."),
    );
    this.name.addEventListener("keydown", (event) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && this.add());
    this.root = make(
      "section.lr",
      { "aria-label": "Relecture avant publication", onkeydown: this.keys },
      make("div.lr-tete", {}, this.who, this.state, this.measure),
      this.alert,
      make(
        "div.lr-corps",
        {},
        make("nav", { "aria-label": "Passages à relire" }, this.count, this.nav),
        make("div.lr-milieu", {}, this.title, this.work),
      ),
    );
    place.append(this.root);
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.end();
  },
};
