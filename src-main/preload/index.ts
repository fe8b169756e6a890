/** Exposes the bridge derived from the contract, and nothing else. No channel name crosses it. */
import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { callNames, eventNames } from '../../src-shared/ipc-names.ts';

const call = Object.fromEntries(
  callNames.map((name) => [
    name,
    (input: unknown) => ipcRenderer.invoke(name, input) as Promise<unknown>,
  ]),
);

const on = Object.fromEntries(
  eventNames.map((name) => [
    name,
    (listener: (payload: unknown) => void) => {
      // The event itself stays here: its `sender` would hand the page a raw channel.
      const forward = (_event: IpcRendererEvent, payload: unknown): void => {
        listener(payload);
      };
      ipcRenderer.on(name, forward);
      return () => {
        ipcRenderer.removeListener(name, forward);
      };
    },
  ]),
);

contextBridge.exposeInMainWorld('blockyard', { call, on });
