// How old each report is, worked out when the page is read: nobody writes it again meanwhile.
(() => {
  const day = 864e5;
  for (const time of document.querySelectorAll("time")) {
    const age = Math.floor((Date.now() - Date.parse(time.dateTime)) / day);
    const told = new Intl.RelativeTimeFormat("fr", { numeric: "auto" });
    const words = age < 60 ? told.format(-age, "day") : told.format(-Math.floor(age / 30.44), "month");
    if (age >= 0) time.append(` (${words})`);
  }
})();
