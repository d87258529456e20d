// A token lets nobody in any more; that cannot be taken back, so its name is typed.
import { useQueryClient } from '@tanstack/react-query';
import { idOf } from '../api/figures';
import { useIntent } from '../api/intent';
import { revokeToken, tokenKeys } from '../api/tokens';
import { ConfirmByName } from '../parts/ConfirmByName';
import { useWords } from '../words/words';

export function RevokeDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const intent = useIntent();
  const id = idOf(name);
  return (
    <ConfirmByName
      open
      title={t('settings.token.revokeOf', { name: id })}
      expected={id}
      action={t('settings.token.revoke')}
      onClose={onClose}
      onConfirm={async () => {
        await intent.carryOut(revokeToken, { name });
        await client.invalidateQueries({ queryKey: tokenKeys.all });
      }}
    >
      <p>{t('settings.token.revokeWhat')}</p>
    </ConfirmByName>
  );
}
