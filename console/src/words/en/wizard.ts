// The wizard, and the fields that it shares with the page that edits.
import { violations } from './violations';

export const wizard = {
  title: 'Create a connector',
  cloneTitle: 'Create a connector like {{name}}',
  steps: {
    basic: 'Enter Basic Information',
    source: 'Configure Source Instance',
    destination: 'Configure Destination Instance',
    preview: 'Preview/Submit',
    deploy: 'Deploy',
    again: 'check again',
    list: 'Steps',
  },
  advanced: 'Advanced',
  optional: 'optional',
  changed: 'changed',
  standard: 'default',
  takeBack: 'Take back {{field}}',
  reset: 'Reset to the suggested name',
  resetOf: 'Reset {{field}} to the suggested name',
  follows: 'follows the name',
  own: 'your own',
  dropDraft: 'Begin anew',
  dropDraftSure: 'Forget everything that is typed here?',
  draftKept: 'What you typed in this tab before is here again.',
  featureOff: 'Connectors are switched off on the instance {{instance}}',
  featureOffWhy: 'Somebody who may change the instance switches its connector feature on.',
  featureOffLink: 'To the settings of the instance',
  name: {
    label: 'Connector Name',
    help: '1 to 48 digits, lower-case letters and hyphens. Becomes part of the names of topics and groups; cannot be changed later.',
    taken:
      'There is a connector of this name on {{instance}} already. Take another, for example {{free}}.',
    held: 'A deleted connector keeps this name on {{instance}} until {{time}}. Undelete it, or take another, for example {{free}}.',
    beingDeleted:
      'A connector of this name is still being deleted from {{instance}}. Wait until it is gone, or take another, for example {{free}}.',
    takeFree: 'Take {{free}}',
    checking: 'Asking whether the name is free…',
    free: 'The name is free.',
    unknown: 'Whether the name is free could not be asked: {{message}}. Submit finds it out.',
    denied:
      'To ask whether the name is free needs the permission {{permission}}. Submit finds it out.',
  },
  dumpPath: {
    label: 'Dump Path',
    from: 'Message Queue for Apache Kafka',
    to: 'MaxCompute',
    help: 'Task type KAFKA2ODPS. There are no other paths yet.',
  },
  field: {
    description: {
      label: 'Description',
      help: 'Who owns it, what it is for. At most 1,024 bytes.',
    },
    labels: {
      label: 'Labels',
      help: 'Type key=value and press Enter. Labels filter lists and grant rights.',
    },
    vpc_id: {
      label: 'VPC ID',
      help: 'The network of the instance. Tasks run only on workers there.',
    },
    vswitch_id: { label: 'vSwitch ID', help: 'One of the VPC. Tasks run only on workers there.' },
    internet_access: {
      label: 'Internet access',
      help: 'Lets tasks reach the table over the internet. Needed for public endpoints.',
    },
    source: {
      topic: {
        label: 'Data Source Topic',
        help: 'Its records become rows. It must exist; nothing in it is changed.',
      },
      start_offset: {
        label: 'Consumer Offset',
        help: 'Where the first Deploy begins to read. Later deploys go on where the connector stopped.',
      },
      start_time: {
        label: 'Begin at',
        help: 'The first record of each partition that is not older, by its own timestamp. In your time ({{zone}}).',
      },
    },
    scaling: {
      tasks: {
        label: 'Tasks',
        help: 'How many share the work, 1 to 64. More than the topic has partitions gain nothing.',
      },
    },
    resources: {
      creation: { label: 'Create Resource', help: 'Nothing that exists is ever altered.' },
      offset_topic: {
        label: 'Task Site Topic',
        help: 'Where positions are kept: more than 1 partition, local storage, compacted.',
      },
      config_topic: {
        label: 'Task Configuration Topic',
        help: 'What tasks run by: exactly 1 partition, local storage, compacted.',
      },
      status_topic: {
        label: 'Task Status Topic',
        help: 'How tasks fare: 6 partitions recommended, local storage, compacted.',
      },
      dead_letter_topic: {
        label: 'Dead Letter Queue Topic',
        help: 'Records that cannot be read. 6 partitions recommended. May be one topic with the next.',
      },
      abnormal_data_topic: {
        label: 'Abnormal Data Topic',
        help: 'Records that can be read but do not fit the table. 6 partitions recommended.',
      },
      task_group: {
        label: 'Task Consumer Group',
        help: 'The group by which the source is read. It is always called so.',
      },
      connector_group: {
        label: 'Connector Consumer Group',
        help: "Of the connector's own reader. Should begin with connect-cluster.",
      },
      dead_letter_storage: {
        label: 'Storage of the dead letter queue',
        help: 'Local: on the brokers. Cloud: tiered storage, where the brokers have it.',
      },
      abnormal_data_storage: {
        label: 'Storage of abnormal data',
        help: 'As that of the dead letter queue, unless you say otherwise.',
      },
      replication_factor: {
        label: 'Replication factor',
        help: "Of topics that Sluice makes. Empty: the brokers' default.",
      },
    },
    sink: {
      endpoint: {
        label: 'MaxCompute Endpoint',
        help: "The VPC endpoint of the instance's region is recommended. Another region is reached by its public endpoint, with internet access.",
      },
      endpoint_kind: {
        label: 'Kind of endpoint',
        help: 'Told by its host name. Say it only for a host of your own.',
      },
      tunnel_endpoint: { label: 'Tunnel endpoint', help: 'Empty: the project is asked for it.' },
      region: {
        label: 'Region of the Table',
        help: 'Told by the endpoint, where its host name tells it.',
      },
      account_uid: { label: 'Account UID', help: 'The account that owns the role: digits.' },
      role_name: {
        label: 'RAM Role Name',
        help: 'The role that is assumed. It must trust the service and have been granted the table.',
      },
      access_key: {
        access_key_id: {
          label: 'AccessKey ID',
          help: 'Of the account itself, where there is no STS.',
        },
      },
      project: { label: 'Workspace', help: 'The MaxCompute project.' },
      schema: { label: 'Schema', help: 'Only in projects that have schemas.' },
      table: { label: 'Table', help: 'It must exist: a table is never made behind your back.' },
      mode: { label: 'Mode', help: 'Which columns of the row are filled.' },
      format: { label: 'Format', help: 'What the bytes of key and value are.' },
      partition_granularity: { label: 'Partition', help: 'A new partition of the table for each.' },
      partition_pattern: {
        label: 'Partition value',
        help: 'How the value of the partition column is written.',
      },
      partition_clock: {
        label: 'Partition by',
        help: 'Which time decides on the partition of a row.',
      },
      time_zone: {
        label: 'Time Zone',
        help: 'Of the producers: in it a record’s timestamp becomes its partition.',
      },
      delivery: { label: 'Delivery', help: 'What is promised of a row.' },
      upsert: {
        key: { label: 'Rows are told apart by', help: 'The primary key of the Delta table.' },
        delete_tombstones: {
          label: 'Tombstones delete',
          help: 'A record without value deletes the row of its key.',
        },
      },
      late_policy: {
        action: {
          label: 'Late records',
          help: 'What becomes of records whose timestamp is far off.',
        },
        past_max: {
          label: 'Late is behind by',
          help: 'As 12h or 7d. Default: 7d, or 12h by the minute.',
        },
        future_max: {
          label: 'Early is ahead by',
          help: 'As 1h or 1d. Default: 1d, or 1h by the minute.',
        },
      },
    },
    error_policy: {
      tolerance: { label: 'Bad records', help: 'Whether a task goes on after one.' },
      max_share: {
        label: 'Largest share of bad records',
        help: 'Of the last 1,000 of a partition; above it the task stops. 1 is no limit.',
      },
      max_per_minute: {
        label: 'Most bad records in a minute',
        help: 'Above it the task stops. Empty: no limit.',
      },
    },
    completeness: {
      grace: {
        label: 'Wait for late records',
        help: 'Before a partition of the table counts as complete, as 10m.',
      },
      announcement_topic: {
        label: 'Tell of complete partitions',
        help: 'A topic of the instance, which must exist. Empty: nobody is told.',
      },
    },
  },
  secret: {
    label: 'AccessKey Secret',
    help: 'Goes to the server and is never shown again. It is not kept in this browser.',
    stored: 'One is stored. Leave it empty to keep it.',
  },
  choice: {
    source: { start_offset: { LATEST: 'latest', EARLIEST: 'earliest', TIMESTAMP: 'a time' } },
    resources: {
      creation: { AUTOMATIC: 'Automatically', MANUAL: 'Manually' },
      dead_letter_storage: { LOCAL: 'Local', CLOUD: 'Cloud' },
      abnormal_data_storage: { SAME: 'the same', LOCAL: 'Local', CLOUD: 'Cloud' },
    },
    sink: {
      endpoint_kind: { SAME: 'as the host says', VPC: 'VPC', PUBLIC: 'Public', PRIVATE: 'Private' },
      mode: { DEFAULT: 'DEFAULT', KEY: 'KEY', VALUE: 'VALUE' },
      format: { TEXT: 'TEXT', BINARY: 'BINARY', CSV: 'CSV', JSON: 'JSON' },
      partition_granularity: { DAY: 'DAY', HOUR: 'HOUR', MINUTE: 'MINUTE' },
      partition_pattern: { ORIGINAL: 'MM-dd-yyyy', ISO: 'yyyy-MM-dd (sorts by time)' },
      partition_clock: { RECORD: "the record's timestamp", INGEST: 'when it is written' },
      delivery: { EXACTLY_ONCE: 'Exactly once', STREAM: 'Stream', UPSERT: 'Upsert' },
      upsert: { key: { POSITION: 'topic, partition and offset', RECORD_KEY: "the record's key" } },
      late_policy: {
        action: {
          ABNORMAL_TOPIC: 'go to the abnormal data topic',
          OWN_PARTITION: 'go to the partition of their time',
        },
      },
    },
    error_policy: {
      tolerance: { ALL: 'are kept aside, the task goes on', NONE: 'stop the task' },
    },
  },
  choiceHelp: {
    latest: 'Records that are written after Deploy.',
    earliest: 'Everything that the topic still has.',
    time: 'Records from that time on.',
    automatic:
      'Sluice makes what is missing and takes what exists and fits, under the names below.',
    manual: 'You name topics that exist; what does not fit is refused.',
    exactlyOnce:
      'The row of every record is in the table once, whatever process dies. Rows appear some seconds after their records.',
    stream: 'Rows appear within a second. After a failure some rows may be there twice.',
    upsert:
      'Rows are changes of a Delta table, told apart by its primary key; the last one of a key stays.',
  },
  csvOff:
    'CSV fills all columns from one text, so it goes with KEY or VALUE only: DEFAULT has two.',
  defaultOff: 'DEFAULT has two texts, and CSV fills all columns from one.',
  manualOff:
    'On an instance of version 0.10.2 topics with local storage cannot be made by hand, so the three internal topics cannot be named.',
  namesAreOurs: 'Sluice makes it under this name. Choose Manually to name topics of your own.',
  partitionExample: 'A record of now goes to {{value}}. In your time ({{zone}}) it is {{mine}}.',
  modeColumns: 'Filled columns: {{columns}}',
  access: { label: 'Reach the table as', role: 'RAM role', key: 'AccessKey' },
  howRole: 'How to make the role',
  roleSteps: {
    trust: 'In RAM, make a role for the service, with this trust policy:',
    user: 'In the project, make the role a user:',
    project: 'Let it make instances in the project:',
    table: 'Let it write the table:',
    select: 'Optional: let it show rows, and settle a session whose fate the tunnel has forgotten:',
    what: 'the statement',
  },
  endpointSuggest: { vpc: 'VPC endpoint of {{region}}', public: 'Public endpoint of {{region}}' },
  picker: {
    partitions_one: '{{count}} partition',
    partitions_other: '{{count}} partitions',
    needsOne: '{{found}}, needs exactly 1',
    needsMore: '{{found}}, needs more than 1',
    isSource: 'is the source topic',
    isTaken: 'is the {{field}} already',
    none: 'No topic fits',
    typed: 'Use “{{name}}”',
    failed: 'Topics could not be listed; type the name.',
    tablesFailed: 'Tables could not be listed; type the name. {{message}}',
    tablesDenied: 'To list tables needs the permission {{permission}}; type the name.',
    tablesHidden:
      'The role may not list the tables of {{project}}, and need not to write one; type the name.',
    tablesWait: 'Tables are listed once endpoint, workspace and role are given.',
    loading: 'Asking…',
  },
  made: {
    title: 'What will be made',
    topics: 'Topics',
    groups: 'Groups',
    reads: 'Reads',
    writes: 'Writes',
    nothing: 'Nothing yet: begin with a name.',
    manual: 'Nothing is made: topics are yours.',
  },
  checks: {
    title: 'Checks',
    checking: 'Checking…',
    again: 'Check again',
    ok: 'Everything that was asked is as it should be.',
    failed: 'The checks did not answer.',
    notYet: 'The checks begin when the fields of this step are filled.',
    at: 'Checked',
    errors_one: '{{count}} thing stands in the way',
    errors_other: '{{count}} things stand in the way',
    warnings_one: '{{count}} thing to know',
    warnings_other: '{{count}} things to know',
    remedy: 'What mends it:',
    what: 'what mends it',
    ERROR: 'Error',
    WARNING: 'Warning',
    INFO: 'In order',
    showPassed: 'Show what is in order ({{count}})',
    invalid_one: '{{count}} field needs another value',
    invalid_other: '{{count}} fields need another value',
  },
  preview: {
    name: 'Name',
    settings: 'Settings',
    manifest: 'Manifest',
    sample: 'Sample',
    manifestHelp: 'Keep it in a file and apply it: sluicectl apply -f {{name}}.yaml',
    commandHelp: 'Or create the same connector with one command:',
    manifestWhat: 'the manifest',
    commandWhat: 'the command',
    sampleHelp:
      'The newest records of {{topic}}, and the rows that they would become. Nothing is written.',
    sampleNone: 'The topic has no records',
    sampleNoneWhy: 'Send one, or submit: there is nothing to convert yet.',
    record: 'Record',
    row: 'Row',
    partition: 'Partition',
    offset: 'Offset',
    timestamp: 'Timestamp',
    tablePartition: 'Table partition ({{zone}})',
    rejected: 'No row: {{reason}}. It would go to {{topic}}.',
    sampleLost: 'Tried again after the definition changed.',
  },
  submit: 'Submit',
  submitting: 'Submitting…',
  submitBad: 'Not submitted: the first field to mend is marked.',
  submitRefused: 'Not submitted',
  deploy: {
    made: 'The connector {{name}} is there. Its topics and groups are being made.',
    ready: 'Everything is made. Nothing runs until you deploy.',
    draftStays: 'You may also leave it as a draft and deploy it from the list.',
    deploying: 'Deployed. The tasks begin.',
    running: 'The tasks run. Waiting for the first row.',
    firstRow: 'Rows are in the table.',
    firstRowAt: 'First seen',
    rows_one: '{{count}} row',
    rows_other: '{{count}} rows',
    idle: 'Nothing to read yet. Send a test record to see it arrive.',
    failed: 'It does not run',
    toList: 'Leave as draft',
    toConnector: 'To the connector',
    progress: 'Progress',
    topics: 'Topics and groups are made',
    draft: 'Ready to deploy',
    pinned: 'Start offsets are pinned',
    tasks: 'Tasks run',
    row: 'First row in the table',
    done: 'done',
    doing: 'under way',
    waiting: 'not yet',
  },
  violation: violations,
};
