// What a rule says about a field. The reasons and fields are the server's; the hint chooses our own sentence.

export type Hint =
  | 'announcementIsSource'
  | 'bad'
  | 'bytes'
  | 'choice'
  | 'control'
  | 'csvNeedsKeyOrValue'
  | 'digits'
  | 'distinct'
  | 'duration'
  | 'endpointKind'
  | 'endpointRegion'
  | 'fixedName'
  | 'graceRange'
  | 'groupOfTasks'
  | 'id'
  | 'ingestHasNoLate'
  | 'ingestUpsert'
  | 'internetNeeded'
  | 'keyAndRole'
  | 'keyBinary'
  | 'keyValueText'
  | 'labelKey'
  | 'labelValue'
  | 'lateRange'
  | 'limitsWithNone'
  | 'manual0102'
  | 'oneTopicTwoEngines'
  | 'range'
  | 'required'
  | 'shareRange'
  | 'sourceIsOwn'
  | 'startTimeMissing'
  | 'startTimeOld'
  | 'startTimeUnasked'
  | 'timeZone'
  | 'tombstonesByPosition'
  | 'tooMany'
  | 'topic'
  | 'upsertUnasked'
  | 'url'
  | 'vpc'
  | 'vpcEndpointElsewhere'
  | 'vswitch'
  | 'word';

export interface Violation {
  // As the server names it: `connector_id`, `connector.sink.table`.
  field: string;
  // One of ErrorReason.
  reason: string;
  hint: Hint;
  // What the sentence speaks of besides.
  about?: Record<string, string | number>;
}

export class Violations {
  readonly all: Violation[] = [];

  add(field: string, reason: string, hint: Hint, about?: Record<string, string | number>): void {
    this.all.push(about === undefined ? { field, reason, hint } : { field, reason, hint, about });
  }
}
