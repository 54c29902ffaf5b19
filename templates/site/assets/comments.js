/* Filters of the list of comments, buttons for new ones at each paragraph, and the prepared file.
   Everything is on the page without this script too: the list, a link below each section, the frame to copy. */
(function () {
  "use strict";
  var CONTEXT = 48, LONGEST = 200, SHOWN = 100;

  function make(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function words(text) { return text.replace(/[\s\u00b6]+/g, " ").trim(); }

  function scalar(text) { return JSON.stringify(text).replace(/\u2028/g, "\\L").replace(/\u2029/g, "\\P"); }

  /* The file of a new comment; the same keys in the same order as the command `comments new` writes. */
  function file(place) {
    var lines = ["---", "report: " + (place.report || "")];
    if (place.heading) lines.push("heading: " + place.heading);
    lines.push("draft: " + place.draft);
    if (place.paragraph) lines.push("paragraph: " + place.paragraph);
    ["quote", "before", "after"].forEach(function (key) { if (place[key]) lines.push(key + ": " + scalar(place[key])); });
    return lines.concat(["organisation: ", "proposal: khac", "---", "", ""]).join("\n");
  }

  function stamp() { return new Date().toISOString().slice(0, 19).replace(/[^0-9]/g, ""); }

  function target(box, place) {
    if (box.dataset.host) {
      var address = new URL(box.dataset.host);
      address.searchParams.set("filename", "gop-y-" + stamp() + ".md");
      address.searchParams.set("value", file(place));
      return address.href;
    }
    return box.dataset.new + "#" + new URLSearchParams(place).toString();
  }

  function place(box, paragraph, number) {
    var clone = paragraph.cloneNode(true);
    Array.prototype.forEach.call(clone.querySelectorAll(".vk-button, .vk-number, aside"), function (one) { one.remove(); });
    Array.prototype.forEach.call(clone.querySelectorAll("td, th, li, p, br"), function (one) { one.append(" "); });
    var all = words(clone.textContent), selection = window.getSelection(), quote = "";
    if (selection && selection.rangeCount && paragraph.contains(selection.getRangeAt(0).commonAncestorContainer)) {
      quote = words(selection.toString());
    }
    var start = quote ? all.indexOf(quote) : -1;
    if (start < 0) {
      start = 0;
      quote = all.length > LONGEST ? all.slice(0, LONGEST).replace(/\s\S*$/, "") : all;
    }
    var end = start + quote.length;
    var before = all.slice(Math.max(0, start - CONTEXT), start), after = all.slice(end, end + CONTEXT);
    if (start > CONTEXT) before = before.replace(/^\S*\s/, "");
    if (end + CONTEXT < all.length) after = after.replace(/\s\S*$/, "");
    return {
      unit: box.dataset.unit, report: box.dataset.report, heading: box.dataset.heading, draft: box.dataset.draft,
      paragraph: number, quote: quote, before: before.trim(), after: after.trim()
    };
  }

  function buttons(box) {
    var block = box.closest(".vk"), text = null;
    for (var near = block && block.previousElementSibling; near && !text && !/^H[1-6]$/.test(near.tagName); near = near.previousElementSibling) {
      text = near.querySelector(".vk-text");
    }
    if (!text || !box.querySelector(".vk-add")) return;
    text.querySelectorAll(".vk-par").forEach(function (paragraph) {
      var number = paragraph.querySelector(".vk-number").dataset.number, label = "Góp ý cho đoạn " + number;
      var own = paragraph.querySelector(".vk-own") || paragraph, last = own.lastElementChild;
      var button = make("a", { "class": "vk-button", href: box.dataset.new, title: label, "aria-label": label }, "+");
      function aim() { button.href = target(box, place(box, paragraph, number)); }
      button.addEventListener("mousedown", aim);
      button.addEventListener("focus", aim);
      button.addEventListener("click", aim);
      (last && last.tagName === "P" ? last : own).appendChild(button);
    });
  }

  function prepared(box) {
    var place = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    place.draft = place.draft || box.dataset.draft;
    var name = "gop-y-" + stamp() + ".md", code = box.querySelector("pre");
    var area = make("textarea", { "class": "vk-file", rows: "14", spellcheck: "false", "aria-label": "Tệp góp ý" });
    area.value = file(place);
    code.replaceWith(area);
    var row = make("p", { "class": "vk-add" });
    var copy = make("button", { type: "button", "class": "md-button" }, "Chép");
    copy.addEventListener("click", function () {
      area.select();
      if (navigator.clipboard) navigator.clipboard.writeText(area.value); else document.execCommand("copy");
      copy.textContent = "Đã chép";
    });
    var save = make("a", { "class": "md-button", download: name, href: "#" }, "Tải tệp " + name);
    save.addEventListener("click", function () {
      save.href = URL.createObjectURL(new Blob([area.value], { type: "text/markdown" }));
    });
    row.append(copy, " ", save);
    if (box.dataset.address && place.unit) {
      var host = make("a", { "class": "md-button", href: box.dataset.address }, "Mở trang tạo tệp của kho");
      var address = new URL(box.dataset.address), path = "units/" + place.unit + "/comments/" + name;
      if (address.searchParams.has("file_name")) address.searchParams.set("file_name", path);
      else { address.searchParams.set("filename", path); }
      host.addEventListener("mousedown", function () {
        if (!address.searchParams.has("file_name")) address.searchParams.set("value", area.value);
        host.href = address.href;
      });
      host.href = address.href;
      row.append(" ", host);
    }
    area.after(row);
  }

  function choice(label, pairs) {
    var box = make("label", {}, label + " "), select = make("select");
    select.append(make("option", { value: "" }, "tất cả"));
    pairs.forEach(function (pair) { select.append(make("option", { value: pair[0] }, pair[1])); });
    box.append(select);
    return { box: box, select: select };
  }

  function distinct(all, key, name) {
    var seen = new Map();
    all.forEach(function (one) { if (!seen.has(one[key])) seen.set(one[key], one[name]); });
    return Array.from(seen).sort(function (a, b) { return String(a[1]).localeCompare(String(b[1]), "vi"); });
  }

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }

  function item(one) {
    var row = make("li"), head = make("p", { "class": "vk-meta" }), at = make("p");
    var state = make("span", { "class": "vk-state vk-state-" + one.c });
    state.append(make("span", { "class": "vk-word" }, one.sn));
    head.append(state, make("strong", {}, one.o), make("span", {}, one.kn), make("span", {}, one.un));
    if (one.m) head.append(make("span", { "class": "vk-theme" }, "ý kiến cá biệt"));
    if (one.w) head.append(make("span", { "class": "vk-late" }, one.w));
    at.append(make("a", { href: one.a }, one.h));
    row.append(head, at, make("p", { "class": "vk-said" }, one.t));
    return row;
  }

  function filters(box) {
    var list = document.querySelector(".vk-comment-list"), pager = document.querySelector(".vk-pager");
    var all = window.vankienComments || [], shown = SHOWN;
    var fields = [
      ["s", choice("Trả lời", distinct(all, "s", "sn"))], ["u", choice("Dự thảo của", distinct(all, "u", "un"))],
      ["h", null], ["k", choice("Loại", distinct(all, "k", "kn"))], ["o", choice("Nơi gửi", distinct(all, "o", "o"))]
    ].filter(function (pair) { return pair[1]; });
    var search = make("input", { type: "search", placeholder: "chữ trong ý kiến, đề mục", "aria-label": "Tìm trong ý kiến" });
    var count = make("p", { "class": "vk-quiet", role: "status" });
    var more = make("button", { type: "button", "class": "md-button" }, "Hiện thêm");
    var texts = all.map(function (one) { return plain(one.h + " " + one.t + " " + one.o); });
    function show() {
      var wanted = plain(search.value.trim());
      var found = all.filter(function (one, index) {
        return fields.every(function (pair) { return !pair[1].select.value || one[pair[0]] === pair[1].select.value; }) &&
          (!wanted || texts[index].includes(wanted));
      });
      list.replaceChildren.apply(list, found.slice(0, shown).map(item));
      count.textContent = found.length + " ý kiến";
      more.hidden = found.length <= shown;
    }
    function again() { shown = SHOWN; show(); }
    fields.forEach(function (pair) { box.append(pair[1].box); pair[1].select.addEventListener("change", again); });
    box.append(search);
    search.addEventListener("input", again);
    box.after(count);
    list.after(more);
    more.addEventListener("click", function () { shown += SHOWN; show(); });
    if (pager) pager.remove();
    show();
  }

  function start() {
    document.querySelectorAll(".vk-comments").forEach(buttons);
    document.querySelectorAll(".vk-new").forEach(prepared);
    document.querySelectorAll(".vk-filter[data-comments]").forEach(function (box) {
      var data = make("script", { src: box.dataset.comments });
      data.addEventListener("load", function () { filters(box); });
      document.head.append(data);
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
