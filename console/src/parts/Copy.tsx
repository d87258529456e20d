// A button that copies. Pages that are not secure have no clipboard: then the text is shown, selected.
import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button, Input, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words/words';
import { Dialog } from './Dialog';

interface CopyProps {
  text: string;
  // What it is, for those who do not see it stand beside: "the request id".
  what: string;
  // With a word beside the icon.
  labelled?: boolean;
  // With these words beside the icon.
  words?: string;
  // The one button that is most likely wanted.
  primary?: boolean;
}

export function Copy({ text, what, labelled = false, words, primary = false }: CopyProps) {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    if (!(await copyText(text))) {
      setByHand(true);
      return;
    }
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 2000);
  };

  const label = t('parts.copy.label', { what });
  const shown = words ?? (labelled ? t('parts.copy.short') : undefined);
  return (
    <>
      <Tooltip title={copied ? t('parts.copy.done') : shown ? undefined : label}>
        <Button
          type={primary ? 'primary' : shown ? 'default' : 'text'}
          size={primary ? 'middle' : 'small'}
          icon={copied ? <CheckOutlined /> : <CopyOutlined />}
          aria-label={words ?? label}
          onClick={(event) => {
            event.stopPropagation();
            void copy();
          }}
        >
          {shown}
        </Button>
      </Tooltip>
      {byHand && (
        <Dialog open title={label} onCancel={() => setByHand(false)} footer={null} destroyOnHidden>
          <p>{t('parts.copy.byHand')}</p>
          <Input.TextArea
            readOnly
            autoFocus
            autoSize={{ maxRows: 12 }}
            value={text}
            aria-label={what}
            onFocus={(event) => event.target.select()}
          />
        </Dialog>
      )}
    </>
  );
}

// Whether it went.
export async function copyText(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return false;
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
