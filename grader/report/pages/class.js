"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const { students, texts, words } = data;
  const say = (id, values = {}) => words[id].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  // Whatever a person wrote goes into a page as text, never as markup.
  const element = (tag, text = "", look = "") => {
    const made = document.createElement(tag);
    if (text !== "") made.textContent = text;
    if (look) made.className = look;
    return made;
  };
  const address = (student) => "#student=" + encodeURIComponent(student.id);

  // The table of students

  const body = document.querySelector("#students tbody");
  const rows = students.map((student) => {
    const row = element("tr");
    const name = element("th");
    const link = element("a", student.name);
    name.scope = "row";
    link.href = address(student);
    name.append(link);
    if (student.state) name.append(" ", element("span", student.state, "state"));
    row.append(name, element("td", student.id));
    for (const cell of [student.total, student.percent, ...student.points]) row.append(element("td", cell, "number"));
    return row;
  });

  const order = students.map((_, place) => place);
  const sorted = { by: "value", down: true };
  const key = (student) => (/^\d+$/.test(sorted.by) ? student.values[sorted.by] : student[sorted.by]);
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, undefined, { numeric: true }));

  const sort = () => {
    order.sort((a, b) => (sorted.down ? -1 : 1) * compare(key(students[a]), key(students[b])) || a - b);
    body.append(...order.map((place) => rows[place]));
    for (const button of document.querySelectorAll("[data-sort]")) {
      const head = button.parentElement;
      if (button.dataset.sort === sorted.by) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };
  for (const button of document.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => {
      const by = button.dataset.sort;
      sorted.down = by === sorted.by ? !sorted.down : by !== "name" && by !== "id";
      sorted.by = by;
      sort();
    });
  }

  const choices = $("show");
  const wanted = (student) => {
    const place = Number(choices.value.slice(1));
    if (choices.value.startsWith("e")) return "pwn".includes(student.ends[place]);
    return !choices.value || student.mistakes.includes(place);
  };
  const filter = () => {
    const text = $("search").value.trim().toLowerCase();
    let shown = 0;
    students.forEach((student, place) => {
      const fits = [student.name, student.id, student.more].some((part) => part.toLowerCase().includes(text));
      rows[place].hidden = !(fits && wanted(student));
      shown += !rows[place].hidden;
    });
    $("shown").textContent = say("page_shown", { shown, all: students.length });
  };
  data.mistakes.forEach((exercise, place) => {
    const choice = element("option", say("page_show_mistake", { exercise }));
    choice.value = "m" + place;
    choices.append(choice);
  });
  $("search").addEventListener("input", filter);
  choices.addEventListener("change", filter);
  choices.form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-mistake]")) {
    button.addEventListener("click", () => {
      $("search").value = "";
      choices.value = "m" + button.dataset.mistake;
      filter();
      $("list").focus();
    });
  }

  // The map: a row a student, a column an exercise

  const map = $("map");
  const ranked = students.map((_, place) => place).sort((a, b) => students[b].value - students[a].value || a - b);
  const looks = { r: "--right", p: "--partly", w: "--wrong", n: "--none" };
  const draw = () => {
    if (!map || !map.clientWidth) return;
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(Object.entries(looks).map(([end, name]) => [end, style.getPropertyValue(name)]));
    const scale = devicePixelRatio || 1;
    const high = Math.max(3, Math.min(14, Math.floor(900 / students.length)));
    map.style.height = high * students.length + "px";
    map.width = map.clientWidth * scale;
    map.height = high * students.length * scale;
    const pen = map.getContext("2d");
    const wide = map.width / data.exercises.length;
    const gap = high > 4 ? scale : 0;
    ranked.forEach((place, row) => {
      [...students[place].ends].forEach((end, column) => {
        const first = column === 0 || data.exercises[column][0] !== data.exercises[column - 1][0];
        pen.fillStyle = colours[end] ?? "transparent";
        pen.fillRect(column * wide + (first ? 3 : 1) * scale, row * high * scale, wide - (first ? 3 : 1) * scale, high * scale - gap);
      });
    });
  };
  const under = (event) => {
    const box = map.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * ranked.length);
    const column = Math.floor(((event.clientX - box.left) / box.width) * data.exercises.length);
    return [students[ranked[row]], column];
  };
  if (map) {
    map.addEventListener("pointermove", (event) => {
      const [student, column] = under(event);
      if (!student || !data.exercises[column]) return;
      const end = data.ends[student.ends[column]] ?? "–";
      $("place").textContent = say("page_map_place", { student: student.name, exercise: data.exercises[column][1], end });
    });
    map.addEventListener("click", (event) => {
      const [student] = under(event);
      if (student) location.hash = address(student);
    });
    addEventListener("resize", draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    addEventListener("beforeprint", draw);
  }

  // One student

  const part = (into, place, tag, look) => {
    if (texts[place]) into.append(element(tag, texts[place], look));
  };
  const side = (list, word, place, note) => {
    const pair = element("div");
    const value = element("dd");
    value.append(element("code", texts[place]));
    if (texts[note]) value.append(" ", element("span", texts[note], "note"));
    pair.append(element("dt", words[word]), value);
    list.append(pair);
  };
  const test = ([titles, status, flags, [call, before, expected, got, note, after], hint]) => {
    const made = element("div", "", "test");
    const title = element("p", texts[titles], "title");
    if (status !== "failed") title.append(" ", element("span", words[status], "tag"));
    if (flags & 1) title.append(" ", element("span", words.hidden, "tag"));
    if (flags & 2) title.append(" ", element("span", words.bonus, "tag"));
    made.append(title);
    part(made, call, "pre", "call");
    part(made, before, "pre", "said");
    if (texts[expected]) {
      const list = element("dl", "", "sides");
      side(list, "page_expected", expected);
      side(list, "page_got", got, note);
      made.append(list);
    }
    part(made, after, "pre", "said");
    if (texts[hint]) {
      const line = element("p", "", "hint");
      line.append(element("strong", words.hint), " ", texts[hint]);
      made.append(line);
    }
    return made;
  };
  const exercise = ([name, status, worth, missed]) => {
    const made = element(missed.length ? "details" : "div", "", "exercise " + status + (missed.length ? "" : " untouched"));
    const head = element(missed.length ? "summary" : "p", "", "head");
    const mark = element("span", data.symbols[status], "mark");
    mark.setAttribute("aria-hidden", "true");
    head.append(mark, " ", element("code", texts[name]), " ", element("span", words[status], "word"));
    head.append(" ", element("span", texts[worth], "worth"));
    made.append(head, ...missed.map(test));
    if (missed.length) made.open = true;
    return made;
  };
  const view = (student) => {
    const parts = [];
    if (student.more) parts.push(element("p", student.more, "less"));
    if (student.lines.length) {
      const list = element("ul", "", "lines");
      for (const [own, line] of student.lines) list.append(element("li", texts[line], own ? "" : "more"));
      parts.push(list);
    }
    for (const section of student.told) {
      parts.push(element("h3", texts[section.title]), ...section.exercises.map(exercise));
    }
    return parts;
  };

  const title = document.title;
  let before = 0;
  const asked = () => {
    try {
      return decodeURIComponent(location.hash);
    } catch {
      return ""; // an address that somebody has typed
    }
  };
  const route = () => {
    const hash = asked();
    const student = students.find((one) => "#student=" + one.id === hash);
    if (student && $("student").hidden) before = scrollY;
    $("student").hidden = !student;
    $("class").hidden = !!student;
    if (student) {
      $("who").textContent = student.name === student.id ? student.name : student.name + " (" + student.id + ")";
      $("view").replaceChildren(...view(student));
      document.title = student.name + " · " + title;
      scrollTo(0, 0);
      $("who").focus({ preventScroll: true });
    } else {
      $("view").replaceChildren();
      document.title = title;
      draw();
      if (before) scrollTo(0, before);
      before = 0;
    }
  };
  addEventListener("hashchange", route);

  sort();
  filter();
  route();
})();
