// The time to begin at. A page of its own size: only who chooses a time loads the calendar.
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { myZone } from '../../parts/zones';
import { Field, useFieldWords } from './Field';
import { useDefinitionForm } from './form_context';

export function StartTime() {
  const form = useDefinitionForm();
  const words = useFieldWords();
  const value = form.answers['source.start_time'];
  return (
    <Field
      place="source.start_time"
      label={words.label('source.start_time')}
      help={words.help('source.start_time', { zone: myZone() })}
    >
      {({ 'aria-labelledby': _, status, ...control }) => (
        <DatePicker
          {...control}
          {...(status ? { status } : {})}
          showTime
          value={value ? dayjs(value) : null}
          onChange={(time) => form.change('source.start_time', time ? time.toISOString() : '')}
        />
      )}
    </Field>
  );
}
