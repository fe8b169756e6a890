/** A question in front of everything else. Esc and the close button leave it without an act. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './dialog.module.css';
import { MixedText } from './mixed-text.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: 'usual' | 'wide' | 'broad';
}

export function Dialog({ title, onClose, children, width = 'usual' }: DialogProps) {
  return (
    <ModalOverlay
      className={styles['overlay'] ?? ''}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className={`${styles['modal'] ?? ''} ${styles[width] ?? ''}`}>
        <AriaDialog className={styles['dialog'] ?? ''}>
          <div className={styles['head']}>
            <Heading slot="title" level={2}>
              <MixedText text={title} />
            </Heading>
            <Button aria-label="Close" className={styles['close'] ?? ''} onPress={onClose}>
              <X size={16} aria-hidden="true" />
            </Button>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export function DialogActs({ children }: { readonly children: ReactNode }) {
  return <div className={styles['acts']}>{children}</div>;
}

/** What is pressed, and whatever is needed for it, stays in view however long the rest is. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return <div className={styles['foot']}>{children}</div>;
}
