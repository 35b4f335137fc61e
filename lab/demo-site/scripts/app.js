import { format } from "./format.js";

const list = document.getElementById("programme");
if (list) {
  const response = await fetch("/data/programme.json");
  const { plays } = await response.json();
  for (const play of plays) {
    const item = document.createElement("li");
    item.textContent = format(play);
    list.append(item);
  }
}
