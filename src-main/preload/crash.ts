/** The crash window's bridge: three functions, and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('blockyardCrash', {
  facts: () => ipcRenderer.invoke('crash.facts') as Promise<unknown>,
  diagnostics: () => ipcRenderer.invoke('crash.diagnostics') as Promise<unknown>,
  act: (act: unknown) => ipcRenderer.invoke('crash.act', act) as Promise<unknown>,
});
