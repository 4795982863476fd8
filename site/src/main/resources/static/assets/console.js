// Live pages, the menu on narrow screens, the choice of colours. Everything else is plain HTML and htmx.
(function () {
  "use strict";

  // ---- live: one stream for the page; parts that listen ask for themselves again (hx-trigger="live:run from:body")
  function live() {
    var topics = (document.body.dataset.topics || "").split(" ").filter(Boolean);
    if (topics.length === 0 || !window.EventSource) { return; }
    var query = topics.map(function (topic) { return "topic=" + encodeURIComponent(topic); });
    var subject = document.body.dataset.subject;
    if (subject) { query.push("subject=" + encodeURIComponent(subject)); }
    var waiting = {};

    function tell(topic) { htmx.trigger(document.body, "live:" + topic); }

    // Many events in a moment become one request, and one more a little later catches what came while the first was answered.
    function announce(topic) {
      if (waiting[topic]) { waiting[topic].again = true; return; }
      var turn = waiting[topic] = { again: true };
      setTimeout(function () { tell(topic); turn.again = false; }, 150);
      setTimeout(function () {
        delete waiting[topic];
        if (turn.again) { announce(topic); }
      }, 900);
    }

    var stream = new EventSource("/api/v1/events?" + query.join("&"));
    topics.forEach(function (topic) {
      stream.addEventListener(topic, function () { announce(topic); });
    });
    // What happened between the page and the stream, or while the stream was broken, sent no event.
    stream.onopen = function () {
      topics.forEach(tell);
      document.body.dataset.live = "yes";
    };
    stream.onerror = function () { document.body.dataset.live = "no"; };
    window.addEventListener("pagehide", function () { stream.close(); });
  }

  // ---- a log stays at its end unless the reader has scrolled away
  function follow() {
    document.querySelectorAll(".log[data-follow]").forEach(function (log) {
      if (log.dataset.away !== "yes") { log.scrollTop = log.scrollHeight; }
      if (log.dataset.watched) { return; }
      log.dataset.watched = "yes";
      log.addEventListener("scroll", function () {
        log.dataset.away = log.scrollHeight - log.scrollTop - log.clientHeight > 40 ? "yes" : "no";
      });
    });
  }

  // ---- colours
  function isDark() {
    var chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function showTheme() {
    document.querySelectorAll("[data-theme-switch]").forEach(function (button) {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
    });
  }

  document.addEventListener("click", function (click) {
    if (click.target.closest("[data-theme-switch]")) {
      var theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      try { localStorage.setItem("slipway-theme", theme); } catch (refused) { /* then it lasts for this page */ }
      showTheme();
    }
    var menu = click.target.closest(".menu");
    if (menu) {
      var open = document.querySelector(".rail").classList.toggle("open");
      menu.setAttribute("aria-expanded", String(open));
    }
    var place = click.target.closest("[data-line]");
    if (place) { goTo(Number(place.dataset.line)); click.preventDefault(); }
  });

  // ---- deleting asks first
  document.addEventListener("submit", function (submit) {
    var question = submit.target.dataset.confirm;
    if (question && !confirm(question)) { submit.preventDefault(); }
  }, true);

  // ---- the XML editor: a click on an error goes to its line
  function goTo(line) {
    var editor = document.querySelector("textarea.xml");
    if (!editor) { return; }
    var lines = editor.value.split("\n");
    var start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    editor.focus();
    editor.setSelectionRange(start, start + (lines[line - 1] || "").length);
    editor.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(editor).lineHeight));
  }

  document.addEventListener("htmx:afterSwap", follow);
  // A part whose object has gone or whose session has ended: the page itself says why.
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 401 || event.detail.xhr.status === 404) { location.reload(); }
  });
  document.addEventListener("DOMContentLoaded", function () { showTheme(); live(); follow(); });
})();
