// Search without a server: parts of the index are loaded as scripts, which works from a disk as well.
(function () {
  "use strict";
  const form = document.querySelector(".vk-search");
  if (!form) return;
  const base = new URL("../search/", document.currentScript.src);
  const input = form.querySelector("input");
  const panel = form.querySelector(".vk-search-panel");
  const status = form.querySelector(".vk-search-status");
  const list = form.querySelector("ol");
  const opener = document.querySelector(".vk-search-open");
  const SHOWN = 20, PARTS = 48, AROUND = 90;
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

  const waiting = new Map();
  const loaded = new Map();
  window.vkSearch = (kind, name, value) => {
    const path = { index: "index", terms: "i-" + name, texts: "t-" + name }[kind] + ".js";
    loaded.set(path, value);
  };

  function load(path) {
    if (!waiting.has(path)) {
      waiting.set(path, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = new URL(path, base);
        script.onload = () => resolve(loaded.get(path) || null);
        script.onerror = () => { waiting.delete(path); resolve(null); };
        document.head.append(script);
      }));
    }
    return waiting.get(path);
  }

  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}+/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

  // The same words whether the tone stands on the first or the second vowel, composed or not.
  const spoken = (text) =>
    text.normalize("NFD").toLowerCase().replace(/[\p{L}\p{M}]+/gu, (word) =>
      word.replace(TONES, "") + (word.match(TONES) || []).join(""));

  // One sign for each sign of the text, so that places in the one are places in the other.
  const alike = (text) => Array.from(text, (sign) => {
    const bare = fold(sign);
    return bare.length === sign.length ? bare : bare ? bare[0].padEnd(sign.length, " ") : " ".repeat(sign.length);
  }).join("");

  function decode(text, index) {
    const numbers = [];
    const half = index.signs.length >> 1;
    let number = 0, step = 0, weight = 1;
    for (const sign of text) {
      const value = index.places.get(sign);
      step += (value >= half ? value - half : value) * weight;
      weight *= half;
      if (value < half) {
        number += step;
        numbers.push(number);
        step = 0;
        weight = 1;
      }
    }
    return numbers;
  }

  async function opened() {
    const index = await load("index.js");
    if (index && !index.places) {
      index.places = new Map(Array.from(index.signs, (sign, place) => [sign, place]));
      index.known = new Set(index.shards.split(" "));
    }
    return index;
  }

  async function postings(index, term, begins) {
    const head = term.slice(0, 2);
    const shard = /^[a-z0-9]+$/.test(head) ? head : "_";
    const terms = index.known.has(shard) ? await load("i-" + shard + ".js") : null;
    if (!terms) return new Set();
    if (!begins || term.length < 2) return new Set(terms[term] ? decode(terms[term], index) : []);
    const found = new Set();
    for (const [known, text] of Object.entries(terms))
      if (known.startsWith(term)) for (const number of decode(text, index)) found.add(number);
    return found;
  }

  function groupOf(index, entry) {
    let low = 0, high = index.firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (index.firsts[middle] <= entry) low = middle; else high = middle - 1;
    }
    return index.groups[low];
  }

  let turn = 0;

  function asked() {
    return input.value.normalize("NFC").trim().replace(/\s+/g, " ");
  }

  async function search() {
    const mine = ++turn;
    const query = asked();
    const terms = fold(query).match(/[\p{L}\p{N}]+/gu) || [];
    if (!terms.length) return show([], "", 0, query);
    tell("Đang tìm …");
    const index = await opened();
    if (!index) return tell("Không mở được bảng tra. Hãy tải lại trang.");
    const unfinished = !/\s$/.test(input.value);
    const sets = await Promise.all(terms.map((term, at) => postings(index, term, unfinished && at === terms.length - 1)));
    if (mine !== turn) return;
    sets.sort((one, other) => one.size - other.size);
    const found = [...sets[0]].filter((number) => sets.every((set) => set.has(number))).sort((a, b) => a - b);
    const plain = fold(query), said = spoken(query), marked = said !== plain;
    const results = [];
    const parts = new Set();
    let exact = 0;
    for (const number of found) {
      const entry = Math.floor(number / index.room);
      const group = groupOf(index, entry);
      if (!parts.has(group) && parts.size >= PARTS) continue;
      parts.add(group);
      const texts = await load("t-" + group + ".js");
      if (mine !== turn) return;
      const text = texts && texts.entries[entry];
      if (!text) continue;
      for (const [paragraph, words] of number % index.room < index.room - 1
        ? text[2].slice(number % index.room, (number % index.room) + 1) : text[2].slice(index.room - 1)) {
        const like = alike(words), at = like.indexOf(plain);
        const score = (marked && spoken(words).includes(said) ? 4 : 0) + (at >= 0 ? 2 : 0) +
          (fold(text[1]).includes(plain) ? 1 : 0);
        exact += at >= 0;
        results.push({ score, number, texts, text, paragraph, words, like, at });
      }
      if (exact >= SHOWN * 2) break;
    }
    results.sort((one, other) => other.score - one.score || one.number - other.number);
    show(results.slice(0, SHOWN), plain, found.length, query, terms);
  }

  function tell(words) {
    status.textContent = words;
    panel.hidden = !input.value.trim();
  }

  function show(results, plain, count, query, terms) {
    // Who is among the results already stays there when those of the last words come in.
    const held = [...list.querySelectorAll("a")].indexOf(document.activeElement);
    list.replaceChildren(...results.map((one) => result(one, plain, terms)));
    if (held >= 0) (list.querySelectorAll("a")[Math.min(held, results.length - 1)] || input).focus();
    form.dataset.shown = query;
    const more = count > results.length ? `, đây là ${results.length} đoạn khớp nhất` : "";
    tell(count ? `${count.toLocaleString("vi")} đoạn có các chữ này${more}.` : query ? "Không thấy đoạn nào có đủ các chữ này." : "");
  }

  function result({ texts, text, paragraph, words, like, at }, plain, terms) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const anchor = text[0] ? (paragraph ? `#p_${text[0]}_${paragraph}` : "#" + text[0]) : "";
    link.href = new URL("../" + texts.page + anchor, base);
    const title = document.createElement("strong");
    title.textContent = text[1] + (paragraph ? `, đoạn ${paragraph}` : "");
    const place = document.createElement("span");
    place.textContent = texts.place;
    const excerpt = document.createElement("p");
    excerpt.append(...cut(words, like, at, plain, terms));
    link.append(title, place);
    if (words !== text[1]) link.append(excerpt);
    item.append(link);
    return item;
  }

  function cut(words, like, at, plain, terms) {
    const ranges = [];
    if (at >= 0) {
      for (let from = at; from >= 0; from = like.indexOf(plain, from + plain.length)) ranges.push([from, from + plain.length]);
    } else {
      for (const match of like.matchAll(/[\p{L}\p{N}]+/gu))
        if (terms.some((term) => match[0].startsWith(term))) ranges.push([match.index, match.index + match[0].length]);
    }
    const first = ranges.length ? ranges[0][0] : 0;
    let start = Math.max(0, first - AROUND), end = Math.min(words.length, first + 2 * AROUND);
    while (start > 0 && words[start - 1] !== " ") start--;
    while (end < words.length && words[end] !== " ") end++;
    const pieces = [start ? "… " : ""];
    let done = start;
    for (const [from, to] of ranges) {
      if (from < done || to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = words.slice(from, to);
      pieces.push(words.slice(done, from), mark);
      done = to;
    }
    pieces.push(words.slice(done, end), end < words.length ? " …" : "");
    return pieces;
  }

  function close() {
    panel.hidden = true;
    form.classList.remove("vk-search-full");
  }

  let timer = 0;
  input.addEventListener("focus", () => { opened(); if (input.value.trim()) panel.hidden = false; });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    // The key may come sooner than the results of the last words.
    if (form.dataset.shown !== asked()) await search();
    const link = list.querySelector("a");
    if (link && !panel.hidden) link.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); input.blur(); opener.focus(); event.stopPropagation(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (stops[next]) stops[next].focus();
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) && !opener.contains(event.target)) close();
    else if (event.target.closest(".vk-search-panel a")) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    open();
  }, true);
  function open() {
    form.classList.add("vk-search-full");
    input.focus();
    input.select();
  }
  opener.addEventListener("click", open);
  form.querySelector(".vk-search-close").addEventListener("click", close);
  form.hidden = opener.hidden = false;
})();
