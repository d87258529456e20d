-- Of which record a mark is, beyond its place: a topic that was made anew has others there. NULL: it
-- has no timestamp, or nobody noted it.
ALTER TABLE dead_letter_marks ADD COLUMN source_time timestamptz;

-- What the mark was before its letter was REPLAYING, so that it can be again when nothing was
-- written. NULL: there was none.
ALTER TABLE dead_letter_marks ADD COLUMN earlier jsonb;
