// How each state looks. Icon and word always; the colour only repeats them.
import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  DeleteOutlined,
  EditOutlined,
  HourglassOutlined,
  LoadingOutlined,
  PauseOutlined,
  QuestionCircleOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Connector_State } from '../../api/generated/types';

interface StateLook {
  icon: ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;
  tone: 'busy' | 'quiet' | 'good' | 'worse' | 'bad' | 'worst';
}

const looks: Record<Connector_State, StateLook> = {
  STATE_UNSPECIFIED: { icon: QuestionCircleOutlined, tone: 'quiet' },
  CREATING: { icon: LoadingOutlined, tone: 'busy' },
  DRAFT: { icon: EditOutlined, tone: 'quiet' },
  STARTING: { icon: LoadingOutlined, tone: 'busy' },
  RUNNING: { icon: CheckCircleOutlined, tone: 'good' },
  DEGRADED: { icon: WarningOutlined, tone: 'worse' },
  STALLED: { icon: HourglassOutlined, tone: 'bad' },
  FAILED: { icon: CloseCircleOutlined, tone: 'worst' },
  PAUSING: { icon: LoadingOutlined, tone: 'busy' },
  PAUSED: { icon: PauseOutlined, tone: 'quiet' },
  STOPPING: { icon: LoadingOutlined, tone: 'busy' },
  STOPPED: { icon: StopOutlined, tone: 'quiet' },
  DELETING: { icon: DeleteOutlined, tone: 'quiet' },
  DELETED: { icon: DeleteOutlined, tone: 'quiet' },
};

export function lookOf(state: Connector_State | undefined): StateLook {
  return looks[state ?? 'STATE_UNSPECIFIED'] ?? looks.STATE_UNSPECIFIED;
}

// The worst first, as the server orders by severity.
export const statesBySeverity: Connector_State[] = [
  'FAILED',
  'STALLED',
  'DEGRADED',
  'STATE_UNSPECIFIED',
  'STARTING',
  'CREATING',
  'PAUSING',
  'STOPPING',
  'DELETING',
  'DELETED',
  'DRAFT',
  'STOPPED',
  'PAUSED',
  'RUNNING',
];
