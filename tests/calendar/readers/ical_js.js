// Reads an iCalendar file from standard input with ical.js and prints [[start, end], …] in seconds.
const path = require('path');
const base = path.join(process.env.OKRBOARD_TEST_NPM, 'node_modules');
(async () => {
  const module = await import(path.join(base, 'ical.js/dist/ical.js'));
  const ICAL = module.default || module;
  const text = require('fs').readFileSync(0, 'utf8');
  const root = new ICAL.Component(ICAL.parse(text));
  for (const zone of root.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const masters = {}, found = [];
  for (const each of root.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(each, {strictExceptions: true, exceptions: []});
    if (!event.isRecurrenceException()) (masters[event.uid] = masters[event.uid] || []).push(event);
  }
  for (const each of root.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(each, {exceptions: []});
    if (event.isRecurrenceException()) masters[event.uid][0].relateException(event);
  }
  for (const event of Object.values(masters).flat()) {
    if (event.component.getFirstPropertyValue('status') === 'CANCELLED') continue;
    if (!event.isRecurring()) {
      found.push([event.startDate.toUnixTime(), event.endDate.toUnixTime()]);
      continue;
    }
    const steps = event.iterator();
    for (let next, guard = 0; (next = steps.next()) && guard < 2000; guard++) {
      const one = event.getOccurrenceDetails(next);
      found.push([one.startDate.toUnixTime(), one.endDate.toUnixTime()]);
    }
  }
  console.log(JSON.stringify(found));
})();
