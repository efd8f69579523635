// Reads an iCalendar file from standard input, expands its rules with rrule.js, prints the walls.
const path = require('path');
const {rrulestr} = require(path.join(process.env.OKRBOARD_TEST_NPM, 'node_modules', 'rrule'));
const text = require('fs').readFileSync(0, 'utf8').replace(/\r\n[ \t]/g, '');
const found = [];
const local = s => Date.UTC(+s.slice(0,4), +s.slice(4,6)-1, +s.slice(6,8), +s.slice(9,11), +s.slice(11,13), +s.slice(13,15));
for (const block of text.split('BEGIN:VEVENT').slice(1)) {
  const body = block.split('BEGIN:VALARM')[0];
  const line = name => (body.match(new RegExp('^' + name + '[;:].*$', 'm')) || [''])[0];
  const value = name => line(name).split(':').pop();
  const zone = (line('DTSTART').match(/TZID=([^:;]+)/) || [])[1] || 'UTC';
  if (value('STATUS') === 'CANCELLED') continue;
  const item = {uid: value('UID'), zone, start: value('DTSTART'), end: value('DTEND'),
                replaces: value('RECURRENCE-ID'), walls: null};
  if (line('RRULE')) {
    // rrule.js counts in "floating UTC": rule and exceptions as wall clock, UNTIL turned into it.
    const until = value('RRULE').match(/UNTIL=(\d{8}T\d{6})Z/)[1];
    const at = new Date(local(until));
    const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {timeZone: zone,
      hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
      minute: '2-digit', second: '2-digit'}).formatToParts(at).map(p => [p.type, p.value]));
    const wall = parts.year + parts.month + parts.day + 'T' + parts.hour + parts.minute + parts.second;
    const rule = value('RRULE').replace(/UNTIL=\d{8}T\d{6}Z/, 'UNTIL=' + wall + 'Z');
    const start = value('DTSTART').replace('Z', '') + 'Z';
    const dates = value('EXDATE').split(',').filter(x => x).map(x => x.replace('Z', '') + 'Z');
    const source = 'DTSTART:' + start + '\nRRULE:' + rule + dates.map(x => '\nEXDATE:' + x).join('');
    item.walls = rrulestr(source, {forceset: true}).all().map(d => d.toISOString());
  }
  found.push(item);
}
console.log(JSON.stringify(found));
