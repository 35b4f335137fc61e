/** One line of the programme. */
export const format = ({ title, minutes }) =>
  `${title} (${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")})`;
