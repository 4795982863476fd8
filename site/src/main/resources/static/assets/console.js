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
    closeDrops(click.target);
    // Shift selects all rows in between.
    if (click.target.matches("td.pick input")) {
      var all = boxes();
      var from = all.indexOf(lastPicked);
      var to = all.indexOf(click.target);
      if (click.shiftKey && from >= 0) {
        all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (box) { box.checked = click.target.checked; });
        showSelection();
      }
      lastPicked = click.target;
    }
    var place = click.target.closest("[data-line]");
    if (place) { goTo(Number(place.dataset.line)); click.preventDefault(); }
  });

  // ---- deleting asks first
  document.addEventListener("submit", function (submit) {
    var question = (submit.submitter && submit.submitter.dataset.ask) || submit.target.dataset.confirm;
    if (question && !confirm(question)) { submit.preventDefault(); }
  }, true);

  // ---- lists: what is selected stays selected when the rows come anew
  var picked = {};
  function boxes() { return Array.prototype.slice.call(document.querySelectorAll("td.pick input")); }
  function showSelection() {
    var bar = document.querySelector("[data-selection]");
    if (!bar) { return; }
    var all = boxes();
    var chosen = all.filter(function (box) { return box.checked; }).length;
    bar.querySelector("[data-picked]").textContent = chosen === 0 ? "None selected" : chosen + " selected";
    bar.querySelectorAll("[data-needs-rows]").forEach(function (button) {
      button.disabled = chosen === 0;
      button.title = chosen === 0 ? "Select rows first." : "";
    });
    var master = document.querySelector("[data-pick-all]");
    if (master) {
      master.checked = chosen > 0 && chosen === all.length;
      master.indeterminate = chosen > 0 && chosen < all.length;
    }
  }
  var lastPicked = null;
  document.addEventListener("change", function (change) {
    if (change.target.matches("[data-pick-all]")) {
      boxes().forEach(function (box) { box.checked = change.target.checked; });
    }
    if (change.target.matches("[data-pick-all], td.pick input")) { showSelection(); }
  });
  document.addEventListener("htmx:beforeSwap", function () {
    picked = {};
    boxes().forEach(function (box) { if (box.checked) { picked[box.value] = true; } });
  });
  // At once, not when it has settled: another part of the page may come in between, and would find nothing selected.
  document.addEventListener("htmx:afterSwap", function () {
    boxes().forEach(function (box) { if (picked[box.value]) { box.checked = true; } });
    showSelection();
  });

  // ---- on a narrow screen the folders would push the list out of sight
  function narrowFolders() {
    var folders = document.querySelector(".folder-drop");
    if (folders && matchMedia("(max-width: 72rem)").matches) { folders.open = false; }
  }

  // ---- who begins to change an object's form takes its lock, and keeps it while typing
  var lockTaken = 0;
  document.addEventListener("input", function (input) {
    var place = document.getElementById("lock");
    var form = input.target.closest("main form[method=post]");
    if (!place || !form || form.closest("#lock, [data-selection], [data-no-lock]") || Date.now() - lockTaken < 60000) { return; }
    lockTaken = Date.now();
    var values = { from: place.dataset.from };
    values[place.dataset.proofName] = place.dataset.proof;
    htmx.ajax("POST", "/locks/" + encodeURIComponent(place.dataset.object), { target: "#lock", swap: "outerHTML", values: values });
  });

  // ---- a menu closes when one clicks beside it, or with Escape
  function closeDrops(except) {
    document.querySelectorAll("details[data-drop][open]").forEach(function (drop) {
      if (!except || !drop.contains(except)) { drop.open = false; }
    });
  }
  document.addEventListener("keydown", function (key) {
    if (key.key === "Escape") { closeDrops(null); }
  });

  // ---- a text file is read into a field, where it can still be changed
  document.addEventListener("change", function (change) {
    var into = change.target.dataset && change.target.dataset.into;
    if (into && change.target.files[0]) {
      change.target.files[0].text().then(function (text) { document.getElementById(into).value = text; });
    }
  });

  // ---- some of many, in an order
  function list(chooser) { return chooser.querySelector("[data-chosen]"); }
  function choose(chooser, id) {
    var rest = chooser.querySelector("[data-rest]");
    var option = Array.prototype.filter.call(rest.options, function (one) { return one.value === id; })[0];
    if (!option) { return; }
    var item = chooser.querySelector("[data-item]").content.firstElementChild.cloneNode(true);
    item.querySelector("input").value = option.value;
    item.querySelector("b").textContent = option.text;
    item.querySelector("small").textContent = option.dataset.note;
    item.querySelectorAll("[data-move]").forEach(function (button) {
      button.setAttribute("aria-label", button.dataset.move === "out" ? "Take " + option.text + " out" : "Move " + option.text + " " + button.dataset.move);
    });
    list(chooser).append(item);
    option.remove();
    showChooser(chooser);
  }
  function takeOut(chooser, item) {
    var option = new Option(item.querySelector("b").textContent, item.querySelector("input").value);
    option.dataset.note = item.querySelector("small").textContent;
    chooser.querySelector("[data-rest]").append(option);
    item.remove();
    showChooser(chooser);
  }
  function showChooser(chooser) {
    var rest = chooser.querySelector("[data-rest]");
    chooser.querySelector("[data-none]").hidden = list(chooser).children.length > 0;
    if (rest) { rest.disabled = chooser.querySelector("[data-choose]").disabled = rest.options.length === 0; }
  }
  document.addEventListener("click", function (click) {
    var chooser = click.target.closest("[data-chooser]");
    if (!chooser) { return; }
    if (click.target.closest("[data-choose]")) { choose(chooser, chooser.querySelector("[data-rest]").value); }
    var move = click.target.closest("[data-move]");
    if (!move) { return; }
    var item = move.closest("li");
    if (move.dataset.move === "up" && item.previousElementSibling) { item.previousElementSibling.before(item); move.focus(); }
    if (move.dataset.move === "down" && item.nextElementSibling) { item.nextElementSibling.after(item); move.focus(); }
    if (move.dataset.move === "out") { takeOut(chooser, item); }
  });

  // ---- a form that was refused comes back as it was typed, with what is wrong beside each field
  function refill() {
    var told = document.querySelector("[data-refused]");
    if (!told) { return; }
    var refused = JSON.parse(told.dataset.refused);
    var form = Array.prototype.filter.call(document.forms, function (one) { return one.getAttribute("action") === refused.action; })[0];
    if (!form) { return; }
    var at = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      var typed = refused.typed[field.name];
      if (!field.name || field.disabled || field.type === "hidden" || field.type === "password") { return; }
      if (field.type === "checkbox" || field.type === "radio") { field.checked = !!typed && typed.indexOf(field.value) >= 0; return; }
      var number = at[field.name] = (at[field.name] || 0) + 1;
      if (typed && typed.length >= number) { field.value = typed[number - 1]; }
    });
    form.querySelectorAll("[data-chooser]").forEach(function (chooser) {
      Array.prototype.slice.call(list(chooser).children).forEach(function (item) { takeOut(chooser, item); });
      (refused.typed[chooser.dataset.chooser] || []).forEach(function (id) { choose(chooser, id); });
    });
    refused.errors.forEach(function (error, number) { showWrong(form, error, number); });
    for (var inside = form.closest("details"); inside; inside = inside.parentElement.closest("details")) { inside.open = true; }
  }
  function showWrong(form, error, number) {
    var name = error.field.split(".").pop().split("[")[0];
    var field = Array.prototype.filter.call(form.elements, function (one) { return one.name === name && one.type !== "hidden"; })[0];
    if (!field) { return; }
    var message = document.createElement("div");
    message.className = "error";
    message.id = "wrong-" + number;
    message.textContent = error.message;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", (message.id + " " + (field.getAttribute("aria-describedby") || "")).trim());
    (field.closest("label") || field).after(message);
    if (number === 0) { field.focus(); }
  }

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
  document.addEventListener("DOMContentLoaded", function () { showTheme(); live(); follow(); showSelection(); narrowFolders();
    document.querySelectorAll("[data-chooser]").forEach(showChooser);
    refill();
  });
})();
