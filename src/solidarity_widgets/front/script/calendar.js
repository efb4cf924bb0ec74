// The server's own calendar arithmetic, see countdowns/calendar.py. Times are seconds.

const DAY = 86400, { floor } = Math;

const offset = (zone, time) => {
  let i = 1;
  while (zone[i] <= time) i += 2;
  if (!(Math.abs(zone[i - 1]) < 2 * DAY)) throw 0;
  return zone[i - 1];
};

// Of a wall time that comes twice the first instant; one that is skipped moves on.
const instant = (zone, wall) => {
  const before = offset(zone, wall - DAY), after = offset(zone, wall + DAY);
  return offset(zone, wall - before) == before || offset(zone, wall - after) != after ? wall - before : wall - after;
};

const wall = (zone, time) => {
  const seconds = time + offset(zone, time), day = floor(seconds / DAY);
  return [day, seconds - day * DAY];
};

const monthOf = (day) => {
  const date = new Date(day * DAY * 1e3);
  return [(date.getUTCFullYear() - 2e3) * 12 + date.getUTCMonth(), date.getUTCDate()];
};

const count = (zone, units, anchor, now) => {
  const counts = {}, sign = now < anchor ? -1 : 1, has = (unit) => units.includes(unit);
  let [day, time] = wall(zone, anchor), [end, clock] = wall(zone, now), rest = now - anchor;
  for (const unit of units) counts[unit] = 0;
  if ((end - day) * sign > 0 && /[ymwd]/.test(units)) {
    if ((clock - time) * sign < 0) end -= sign;
    while ((rest = now - instant(zone, end * DAY + time)) * sign < 0) {
      if (end == day) {
        rest = now - anchor;
        break;
      }
      end -= sign;
    }
    if (has("y") || has("m")) {
      const [month, date] = monthOf(day), [endMonth, endDate] = monthOf(end);
      let months = Math.max(0, (endMonth - month) * sign - ((endDate - date) * sign < 0));
      if (!has("m")) months -= months % 12;
      const there = month + months * sign;
      day = Date.UTC(2e3, there, Math.min(date, new Date(Date.UTC(2e3, there + 1, 0)).getUTCDate())) / DAY / 1e3;
      if (has("y")) counts.y = floor(months / 12), months %= 12;
      counts.m = months;
    }
    let days = (end - day) * sign;
    if (has("w")) counts.w = floor(days / 7), days %= 7, day = end - days * sign;
    if (has("d")) counts.d = days;
    else if (days) rest = now - instant(zone, day * DAY + time);
  }
  rest = floor(rest * sign);
  if (has("h")) counts.h = floor(rest / 3600), rest %= 3600;
  if (has("i")) counts.i = floor(rest / 60), rest %= 60;
  if (has("s")) counts.s = rest;
  return counts;
};
