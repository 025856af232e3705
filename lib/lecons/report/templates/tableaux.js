// Tables: sorted by the column that is pressed (up, down, as they were), and reached by the keyboard
// as groups only where they are wider than the screen.
const SORTED = [null, "ascending", "descending"];
const FEWEST_ROWS = 4;
const BLANK = /^[–—-]?$/;

function tend(region) {
  scrollers.observe(region);
  const table = region.querySelector("table");
  const body = table.tBodies[0];
  if (body.rows.length < FEWEST_ROWS) return;
  const language = table.closest("[lang]").lang;
  const first = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = make("button", { type: "button" }, ...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const before = heading.getAttribute("aria-sort");
      const order = SORTED[(SORTED.indexOf(before) + 1) % SORTED.length];
      for (const one of headings) one.removeAttribute("aria-sort");
      if (order) heading.setAttribute("aria-sort", order);
      body.append(...(order ? inOrder(first, heading, column, order, language) : first));
    });
  });
}

function inOrder(rows, heading, column, order, language) {
  const words = rows.map((row) => row.cells[column].textContent.trim());
  const told = words.filter((one) => !BLANK.test(one));
  const value = reader(told, heading.classList.contains("num"), language);
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = order === "ascending" ? 1 : -1;
  return rows
    .map((row, at) => ({ row, at, key: BLANK.test(words[at]) ? null : value(words[at]) }))
    .sort((a, b) => {
      // what is not known stays last, whichever way
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.at - b.at;
      const apart = typeof a.key === "number" ? a.key - b.key : collator.compare(a.key, b.key);
      return sign * apart || a.at - b.at;
    })
    .map((one) => one.row);
}

// how the cells of a column are read: all as days, all as numbers, or as words
function reader(cells, numeric, language) {
  const day = dayReader(language);
  const number = numberReader(language);
  if (cells.every((words) => day(words) !== null)) return day;
  const alone = cells.every((words) => /^[-+−]?[\d.,\s]+(%|$|\()/u.test(words));
  if (numeric || alone) return (words) => number(words) ?? null;
  return (words) => words;
}

function numberReader(language) {
  const parts = new Intl.NumberFormat(language).formatToParts(1234567.8);
  const sign = (type) => parts.find((part) => part.type === type)?.value ?? "";
  const [group, decimal] = [sign("group"), sign("decimal")];
  const between = /\s/.test(group) ? "\\s" : `[${group}]`;
  const written = new RegExp(`([-+−]?)(\\d+(?:${between}\\d{3})*(?:[${decimal}]\\d+)?)`, "u");
  return (words) => {
    const found = written.exec(words);
    if (!found) return null;
    const digits = found[2].replace(new RegExp(between, "gu"), "").replace(decimal, ".");
    return Number(digits) * (/[-−]/.test(found[1]) ? -1 : 1);
  };
}

function dayReader(language) {
  const months = new Map();
  for (let month = 0; month < 12; month += 1) {
    for (const form of ["long", "short"]) {
      for (const locale of [language, `${language}-GB`]) {
        const name = new Intl.DateTimeFormat(locale, { month: form, timeZone: "UTC" });
        months.set(bare(name.format(Date.UTC(2018, month, 15))), month);
      }
    }
  }
  return (words) => {
    const found = /^(?:(\d{1,2})\p{L}*\s)?(\p{L}+)\.?\s(\d{4})\b/u.exec(words);
    const month = found ? months.get(bare(found[2])) : undefined;
    return month === undefined ? null : Date.UTC(Number(found[3]), month, Number(found[1] ?? 1));
  };
}
const bare = (month) => folded(month).replace(".", "");

// all are measured before any is changed: each change would have the page laid out anew
const scrollers = new ResizeObserver((entries) => {
  const tables = entries.map(({ target }) => [target, target.scrollWidth > target.clientWidth]);
  for (const [table, wide] of tables) {
    const name = table.querySelector("caption").textContent;
    for (const [attribute, value] of [["role", "group"], ["tabindex", "0"], ["aria-label", name]]) {
      if (wide) table.setAttribute(attribute, value);
      else table.removeAttribute(attribute);
    }
  }
});
