// What is wrong with a field, and what to write instead. One sentence for each hint of the rules.
export const violations = {
  announcementIsSource:
    'This is the source topic: announcements would be read as records. Name another.',
  bad: 'Holds a blank or a character that is not printable ASCII. Copy it again.',
  bytes: 'Too long: at most {{max}} bytes.',
  choice: 'Choose one of those offered.',
  control: 'Holds a control character. Remove it.',
  csvNeedsKeyOrValue: 'CSV goes with mode KEY or VALUE only.',
  digits: 'Write 1 to 32 digits.',
  distinct: '{{other}} is used for another topic above. Choose another.',
  duration: 'Write it as 90s, 12h or 7d.',
  endpointKind: 'The host name says {{told}}. Leave the kind out, or give another endpoint.',
  endpointRegion: 'The endpoint is of {{region}}. Leave the region out.',
  fixedName: 'It is always {{expected}}.',
  graceRange: '0 to 7 days.',
  groupOfTasks:
    'Groups that begin with connect-task- hold the offsets of tasks. Choose another name.',
  id: 'Write 1 to 48 digits, lower-case letters and hyphens, not beginning with a hyphen.',
  ingestHasNoLate: 'Without the record’s timestamp no record is late. Take the late policy back.',
  ingestUpsert:
    'With Upsert a record that is read again must find its row: partition by the record’s timestamp.',
  internetNeeded:
    'This endpoint is reached over the internet. Switch internet access on, or take the VPC endpoint.',
  keyAndRole: 'There is an access key too. Give one of the two.',
  keyBinary: 'A primary key cannot be BINARY. Choose TEXT, or tell rows apart by position.',
  keyValueText:
    'Mode VALUE with TEXT leaves the key out of the row. Choose DEFAULT, or tell rows apart by position.',
  labelKey: 'Key “{{key}}”: 1 to 63 lower-case letters, digits, - _ . /, beginning with a letter.',
  labelValue: 'Value of “{{key}}”: at most 63 letters, digits, - _ . /',
  lateRange: '1 minute to 3650 days.',
  limitsWithNone: 'The first bad record stops the task, so there are no limits to give.',
  manual0102:
    'On an instance of version 0.10.2 topics with local storage cannot be made by hand. Choose Automatically.',
  oneTopicTwoEngines: 'Both are one topic, so both are stored alike. Leave it, or name two topics.',
  range: '{{min}} to {{max}}.',
  required: 'Needed.',
  shareRange: 'Above 0, at most 1.',
  sourceIsOwn: '{{other}} is one of the connector’s own topics. Choose another.',
  startTimeMissing: 'Say the time to begin at.',
  startTimeOld: 'Before 1970 no record was written. Choose earliest.',
  startTimeUnasked: 'A time goes only with “a time”.',
  timeZone: 'Write GMT 08:00, GMT-03:30, UTC or a name such as Asia/Shanghai.',
  tombstonesByPosition:
    'No earlier row has the position of a tombstone. Tell rows apart by the key.',
  tooMany: 'At most {{max}}.',
  topic: 'Write only letters, digits, dots, underscores and hyphens.',
  upsertUnasked: 'Rows are told apart by a key only with Upsert.',
  url: 'Write it as http://host/path, without user or query.',
  vpc: 'The network of the instance is {{expected}}.',
  vpcEndpointElsewhere:
    'This is the VPC endpoint of {{region}}, the instance is in {{instance}}. Take the public endpoint of {{region}}, with internet access.',
  vswitch: 'None of the instance’s: {{expected}}.',
  word: 'Write only letters, digits and any of {{more}}',
};
