/* Filters and order of the matrix on the home page, and filters of a heading's page. Both are whole without this script.
   What is chosen stands in the address behind the sign #, so that a link leads to the same view, from a disk as well. */
(function () {
  "use strict";
  var TRAITS = [["cap", "Cấp"], ["loai", "Loại hình"], ["linh-vuc", "Lĩnh vực"], ["theo-doi", "Người theo dõi"]];
  var NONE = "chưa ghi";
  var RANK = ["vk-c-unreadable", "vk-c-absent", "vk-c-draft", "vk-c-review", "vk-c-approved"];
  var WRITTEN = /vk-c-(unreadable|draft|review|approved)/;
  var STATES = [
    ["thieu", "còn thiếu bài"], ["qua-han", "quá hạn"], ["co-loi", "có lỗi"], ["du-bai", "đã đủ bài"], ["da-duyet", "đã duyệt hết"]
  ];

  function make(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }

  function compare(one, other) { return one.localeCompare(other, "vi", { numeric: true }); }

  function board(box) {
    var table = box.querySelector("table"), body = table.tBodies[0], scroll = box.querySelector(".vk-board-scroll");
    var heads = Array.from(table.tHead.rows[0].cells), last = heads.length - 1;
    var rows = Array.from(body.rows).map(function (row, index) {
      return { row: row, index: index, cells: row.cells, name: row.cells[0].textContent.trim(), plain: plain(row.cells[0].textContent) };
    });
    var reports = [];
    heads.forEach(function (head, at) {
      if (head.dataset.report) reports.push({ id: head.dataset.report, at: at, title: head.textContent.trim() });
    });
    reports.forEach(function (report, number) { report.end = number + 1 < reports.length ? reports[number + 1].at : last; });
    var chosen = {}, fields = {};
    var bar = make("form", { "class": "vk-filter", "aria-label": "Lọc và xếp bảng" });
    var status = make("p", { "class": "vk-quiet", role: "status" });

    function select(key, label, pairs, every) {
      var holder = make("label", {}, label), field = make("select", { name: key });
      if (every) field.append(make("option", { value: "" }, every));
      pairs.forEach(function (pair) { field.append(make("option", { value: pair[0] }, pair[1])); });
      field.addEventListener("change", function () { choose(key, field.value); });
      holder.append(field);
      bar.append(holder);
      fields[key] = field;
    }

    function choose(key, value) {
      chosen[key] = value;
      var told = new URLSearchParams();
      Object.keys(fields).forEach(function (one) { if (chosen[one]) told.set(one, chosen[one]); });
      history.replaceState(null, "", "#" + (told.toString() || "_don-vi"));
      show();
    }

    function trait(one, key) { return one.row.getAttribute("data-" + key) || ""; }

    function stands(one) {
      var wanted = chosen["bao-cao"];
      var sums = reports.filter(function (report) { return !wanted || !reports.some(is) || report.id === wanted; })
        .map(function (report) { return one.cells[report.at]; });
      function is(report) { return report.id === wanted; }
      function asked(sum) { return Number(sum.dataset.required) > 0; }
      function full(sum) { return sum.dataset.written === sum.dataset.required; }
      function done(sum) { return !asked(sum) || sum.querySelector(".vk-state-approved"); }
      switch (chosen["tinh-trang"]) {
        case "thieu": return !sums.every(full);
        case "qua-han": return sums.some(function (sum) { return "late" in sum.dataset; });
        case "co-loi": return one.cells[last].dataset.errors !== "0";
        case "du-bai": return sums.some(asked) && sums.every(full);
        case "da-duyet": return sums.some(asked) && sums.every(done);
      }
      return true;
    }

    function fits(one) {
      return TRAITS.every(function (pair) {
        var wanted = chosen[pair[0]];
        return !wanted || (trait(one, pair[0]) || NONE) === wanted;
      }) && stands(one) && (!chosen.tim || one.plain.includes(plain(chosen.tim)));
    }

    function share(sum) { return Number(sum.required) ? Number(sum.written) / Number(sum.required) : 2; }

    /* What a row is ordered by in one column: a number, the least first. */
    function weight(one, at) {
      var cell = one.cells[at];
      if (at === last) return -1000 * Number(cell.dataset.errors) - Number(cell.dataset.warnings);
      if (heads[at].dataset.report) return share(cell.dataset) - ("late" in cell.dataset ? 0.001 : 0);
      var rank = RANK.findIndex(function (look) { return cell.classList.contains(look); });
      return (rank < 0 ? RANK.length : rank) - (cell.classList.contains("vk-c-wrong") ? 0.5 : 0);
    }

    function ordered(found, key) {
      var down = key.slice(-1) === "-", bare = key.replace(/-$/, "");
      if (!bare) return found;
      var list = found.slice(), at = /^c\d+$/.test(bare) ? Number(bare.slice(1)) : -1;
      if (at > last) return found;
      list.sort(function (one, other) {
        if (at > 0) return weight(one, at) - weight(other, at) || one.index - other.index;
        if (bare === "ten" || at === 0) return compare(one.name, other.name);
        var first = trait(one, bare), second = trait(other, bare);
        return (first ? 0 : 1) - (second ? 0 : 1) || compare(first, second) || one.index - other.index;
      });
      return down ? list.reverse() : list;
    }

    function shown(at) {
      var wanted = chosen["bao-cao"] || (reports[0] && reports.length > 1 ? reports[0].id : "moi");
      var report = reports.find(function (one) { return one.at <= at && at < one.end; });
      return !report || report.at === at || wanted === "moi" || wanted === report.id;
    }

    function hide(cells) { for (var at = 0; at < cells.length; at++) cells[at].hidden = !visible[at]; }

    var visible = [], before = "";

    function show() {
      visible = heads.map(function (head, at) { return shown(at); });
      if (visible.join() !== before) {
        before = visible.join();
        hide(heads);
        rows.forEach(function (one) { hide(one.cells); });
      }
      var key = chosen.xep || "", bare = key.replace(/-$/, ""), found = ordered(rows.filter(fits), key);
      var grouped = TRAITS.some(function (pair) { return pair[0] === bare; }), lines = [], group = null;
      found.forEach(function (one) {
        var named = grouped ? trait(one, bare) || NONE : null;
        if (named !== group) {
          var line = make("tr", { "class": "vk-group" });
          line.append(make("th", { scope: "rowgroup", colspan: String(visible.filter(Boolean).length) }, named));
          lines.push(line);
          group = named;
        }
        lines.push(one.row);
      });
      body.replaceChildren.apply(body, lines);
      table.classList.toggle("vk-flat", Boolean(key));
      heads.forEach(function (head, at) {
        var mine = bare === "c" + at || (at === 0 && bare === "ten");
        if (mine) head.setAttribute("aria-sort", key.slice(-1) === "-" ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
      });
      status.textContent = found.length === rows.length ? rows.length + " đơn vị" : found.length + "/" + rows.length + " đơn vị";
      clear.hidden = !Object.keys(fields).some(function (one) { return chosen[one]; });
    }

    /* The order turned round is offered once it has been chosen, at a column or by the address. */
    function offer(key) {
      var options = Array.from(fields.xep.options), found = options.find(function (one) { return one.value === key.slice(0, -1); });
      if (key.slice(-1) !== "-" || !found || options.some(function (one) { return one.value === key; })) return;
      found.after(make("option", { value: key }, found.textContent + " (ngược lại)"));
    }

    function read() {
      var told = new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : "");
      Object.keys(fields).forEach(function (key) {
        chosen[key] = told.get(key) || "";
        if (key === "xep") offer(chosen[key]);
        fields[key].value = chosen[key];
        if (fields[key].tagName === "SELECT" && fields[key].selectedIndex < 0) { chosen[key] = ""; fields[key].value = ""; }
      });
      show();
      return told.toString() !== "";
    }

    TRAITS.forEach(function (pair) {
      var words = new Set(rows.map(function (one) { return trait(one, pair[0]) || NONE; }));
      var pairs = Array.from(words).sort(function (one, other) {
        return (one === NONE) - (other === NONE) || (pair[0] === "cap" ? 0 : compare(one, other));
      });
      if (pairs.length > 1) select(pair[0], pair[1], pairs.map(function (one) { return [one, one]; }), "tất cả");
    });
    select("tinh-trang", "Tình trạng", STATES, "tất cả");
    if (reports.length > 1) {
      select("bao-cao", "Đề mục của", reports.slice(1).map(function (one) { return [one.id, one.title]; })
        .concat([["moi", "mọi báo cáo"], ["chung", "không báo cáo nào"]]), reports[0].title);
    }
    var orders = [["ten", "tên đơn vị"]].concat(TRAITS.filter(function (pair) { return fields[pair[0]]; }).map(function (pair) {
      return [pair[0], pair[1].toLowerCase()];
    })).concat([["c" + last, "việc cần sửa"]]);
    select("xep", "Xếp theo", orders, "cây đơn vị");
    reports.forEach(function (report) {
      var part = make("optgroup", { label: report.title });
      for (var at = report.at; at < report.end; at++) {
        part.append(make("option", { value: "c" + at }, at === report.at ? "cả báo cáo" : heads[at].dataset.place));
      }
      fields.xep.append(part);
    });
    var find = make("input", { type: "search", name: "tim", "aria-label": "Tên đơn vị", placeholder: "tên đơn vị" });
    find.addEventListener("input", function () { choose("tim", find.value.trim()); });
    fields.tim = find;
    bar.append(find);
    var clear = make("button", { type: "button", "class": "vk-clear" }, "Bỏ lọc");
    clear.addEventListener("click", function () {
      Object.keys(fields).forEach(function (key) { fields[key].value = chosen[key] = ""; });
      choose("tim", "");
      fields[Object.keys(fields)[0]].focus();
    });
    bar.append(clear);
    bar.addEventListener("submit", function (event) { event.preventDefault(); });

    heads.forEach(function (head, at) {
      var key = at ? "c" + at : "ten", name = (head.dataset.place || head.textContent).trim();
      var button = make("button", { type: "button", "class": "vk-sort", "aria-label": "Xếp theo " + name, title: "Xếp theo " + name });
      button.addEventListener("click", function () {
        var wanted = chosen.xep === key ? key + "-" : chosen.xep === key + "-" ? "" : key;
        offer(wanted);
        fields.xep.value = wanted;
        choose("xep", wanted);
      });
      head.append(button);
      var link = head.querySelector("a");
      if (link && head.dataset.place) link.title = head.dataset.place;
    });
    /* A cell says in words what its shape means, and leads to the text: it becomes a link when the mouse comes near. */
    body.addEventListener("pointerover", function (event) {
      var cell = event.target.closest("td.vk-c");
      if (!cell || cell.title) return;
      var head = heads[cell.cellIndex], at = cell.cellIndex;
      cell.title = cell.parentNode.cells[0].textContent.trim() + " – " + head.dataset.place + ": " + cell.textContent;
      while (!heads[at].dataset.report) at--;
      var report = cell.parentNode.cells[at].querySelector("a");
      if (report && WRITTEN.test(cell.className)) {
        var link = make("a", { href: report.getAttribute("href") + "#" + head.dataset.heading }, cell.textContent);
        cell.replaceChildren(link);
      }
    });
    box.insertBefore(bar, box.firstChild);
    box.insertBefore(status, scroll);
    table.classList.add("vk-sortable");
    window.addEventListener("hashchange", function () { if (!location.hash || location.hash.indexOf("=") > 0) read(); });
    if (read()) box.scrollIntoView();
  }

  /* The page of a heading: its lists of units and the texts that stand on it, narrowed down in the same way. */
  function sift(box, units) {
    var article = box.closest("article"), chosen = {}, fields = {};
    var items = Array.from(article.querySelectorAll("details.vk-more > ul.vk-columns > li")).map(function (item) {
      var address = item.querySelector("a").getAttribute("href");
      var id = address.indexOf("#") >= 0 ? address.split("#")[1] : address.split("/").slice(-2)[0].replace(/^index-$/, "index");
      var state = item.querySelector(".vk-state"), heading = article.querySelector("h2[id='" + id + "']"), parts = [];
      for (var near = heading; near && (near === heading || near.tagName !== "H2"); near = near.nextElementSibling) parts.push(near);
      return { item: item, traits: units[id] || {}, state: state ? state.textContent.trim() : "Chưa có", parts: parts, plain: plain(item.textContent) };
    });
    if (items.length < 2) return;
    var bar = make("form", { "class": "vk-filter", "aria-label": "Lọc đơn vị" });
    var status = make("p", { "class": "vk-quiet", role: "status" });

    function choose(key, value) {
      chosen[key] = value;
      var told = new URLSearchParams();
      Object.keys(fields).forEach(function (one) { if (chosen[one]) told.set(one, chosen[one]); });
      history.replaceState(null, "", "#" + told.toString());
      show();
    }

    function show() {
      var found = items.filter(function (one) {
        var fits = TRAITS.every(function (pair) { return !chosen[pair[0]] || (one.traits[pair[0]] || NONE) === chosen[pair[0]]; }) &&
          (!chosen["tinh-trang"] || one.state === chosen["tinh-trang"]) && (!chosen.tim || one.plain.includes(plain(chosen.tim)));
        one.item.hidden = !fits;
        one.parts.forEach(function (part) { part.hidden = !fits; });
        return fits;
      });
      status.textContent = found.length === items.length ? "" : found.length + "/" + items.length + " đơn vị";
    }

    function select(key, label, words) {
      if (words.size < 2) return;
      var holder = make("label", {}, label), field = make("select", { name: key });
      field.append(make("option", { value: "" }, "tất cả"));
      Array.from(words).sort(compare).forEach(function (word) { field.append(make("option", { value: word }, word)); });
      field.addEventListener("change", function () { choose(key, field.value); });
      holder.append(field);
      bar.append(holder);
      fields[key] = field;
    }

    TRAITS.forEach(function (pair) {
      select(pair[0], pair[1], new Set(items.map(function (one) { return one.traits[pair[0]] || NONE; })));
    });
    select("tinh-trang", "Tình trạng", new Set(items.map(function (one) { return one.state; })));
    var find = make("input", { type: "search", name: "tim", "aria-label": "Tên đơn vị", placeholder: "tên đơn vị" });
    find.addEventListener("input", function () { choose("tim", find.value.trim()); });
    fields.tim = find;
    bar.append(find);
    bar.addEventListener("submit", function (event) { event.preventDefault(); });
    box.append(bar, status);
    article.querySelector("details.vk-more").before(box);
    function read() {
      var told = new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : "");
      Object.keys(fields).forEach(function (key) { fields[key].value = chosen[key] = told.get(key) || ""; });
      show();
    }
    window.addEventListener("hashchange", function () { if (location.hash.indexOf("=") > 0) read(); });
    read();
  }

  function ready() {
    document.querySelectorAll(".vk-board-scroll").forEach(function (scroll) { scroll.classList.add("vk-ready"); });
  }

  function start() {
    document.querySelectorAll(".vk-board").forEach(board);
    document.querySelectorAll(".vk-sift").forEach(function (box) {
      var data = make("script", { src: box.dataset.units });
      data.addEventListener("load", function () { sift(box, window.vankienUnits || {}); });
      document.head.append(data);
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
  if (document.readyState === "complete") ready(); else window.addEventListener("load", ready);
})();
