// antd's dialog. It gives the focus back when it closes; this one also when it is taken off the page while it stands open.
import { Modal, type ModalProps } from 'antd';
import { useEffect, useState } from 'react';

export function Dialog(props: ModalProps) {
  useFocusBack();
  return <Modal {...props} />;
}

// Of something that is on the page only while it is open: at the end the focus goes back to where it was at the beginning.
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}
