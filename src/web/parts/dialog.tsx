import type { JSX, ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useWords } from "../app/text.ts";

export interface AppDialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons beside "Close". */
  readonly actions?: ReactNode;
  readonly closeLabel?: string;
}

/** A dialog over the page: Escape and a click outside close it, focus returns where it was. */
export function AppDialog(props: AppDialogProps): JSX.Element {
  const { t } = useWords();
  return (
    <ModalOverlay
      className="veil"
      isOpen={props.open}
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className="dialog">
        <Dialog>
          <Heading slot="title" level={2}>
            {props.title}
          </Heading>
          {props.children}
          <div className="actions">
            <button type="button" className="button" onClick={props.onClose}>
              {props.closeLabel ?? t("close")}
            </button>
            {props.actions}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
