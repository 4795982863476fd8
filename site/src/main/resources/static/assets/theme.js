// Runs before the page is drawn, so that it does not flash in the wrong colours.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.remove("no-script");
  var kept = null;
  try { kept = localStorage.getItem("slipway-theme"); } catch (refused) { /* a browser may keep nothing */ }
  if (kept === "dark" || kept === "light") { root.dataset.theme = kept; }
})();
