"""The board's meetings as iCalendar: series, holidays, CalDAV."""
