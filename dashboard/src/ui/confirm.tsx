import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState, type ReactNode } from 'react';
import { messages } from '../messages.ts';
import { ErrorNote } from './loaded.tsx';
import { useAct } from './use-act.ts';

interface ConfirmProps {
  /** Of the button that opens it. */
  readonly label: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action: string;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  readonly className?: string;
  /** Stays open, and says why, when it fails. */
  readonly onConfirm: () => Promise<unknown>;
}

/** A button whose deed is asked about first. */
export function Confirm(props: ConfirmProps) {
  const {
    label,
    title,
    children,
    action,
    isDanger = false,
    isDisabled = false,
    className = 'button',
    onConfirm,
  } = props;
  const [isOpen, setIsOpen] = useState(false);
  const { act, error, isActing } = useAct();
  const confirm = (): void => act(onConfirm, () => setIsOpen(false));
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <AlertDialog.Trigger className={className}>{label}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="dialog-text">
            {children}
          </AlertDialog.Description>
          {error && <ErrorNote error={error} />}
          <div className="dialog-actions">
            <AlertDialog.Close className="button quiet">{messages.common.cancel}</AlertDialog.Close>
            <button
              className={`button ${isDanger ? 'danger' : 'primary'}`}
              disabled={isActing || isDisabled}
              onClick={confirm}
            >
              {action}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
