// Starts `dictamen lsp` once the folder is trusted, and anew when it is asked for or its path changes.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import { NotFound, program } from "./program";

let client: LanguageClient | undefined;
/** Starts and stops one after another, however fast they are asked for. */
let turn: Promise<void> = Promise.resolve();

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("dictamen.restart", () => inTurn(restart)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => inTurn(restart)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("dictamen.path")) void inTurn(restart);
    }),
  );
  void inTurn(restart);
}

export function deactivate(): Promise<void> {
  return inTurn(stop);
}

function inTurn(work: () => Promise<void>): Promise<void> {
  turn = turn.then(work, work);
  return turn;
}

async function restart(): Promise<void> {
  await stop();
  // In a folder that nobody vouches for, colours are all there is.
  if (!vscode.workspace.isTrusted) return;
  try {
    const command = program(vscode.workspace.getConfiguration("dictamen").get("path", "dictamen"));
    client = new LanguageClient("dictamen", "dictamen", { command, args: ["lsp"] }, options());
    await client.start();
  } catch (error) {
    client = undefined;
    void tell(error);
  }
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  try {
    await stopped?.dispose();
  } catch {
    // It was gone already.
  }
}

function options(): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: "file", language: "dictamen" },
      // Worked cases and filings: the server tells which of them are its own.
      { scheme: "file", language: "yaml" },
    ],
    synchronize: {
      fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{dictamen,yaml,yml}"),
    },
  };
}

async function tell(error: unknown): Promise<void> {
  const said = error instanceof Error ? error.message : String(error);
  if (!(error instanceof NotFound)) {
    void vscode.window.showErrorMessage(`The language server of dictamen did not start: ${said}`);
    return;
  }
  const settings = "Open settings";
  const chosen = await vscode.window.showWarningMessage(`dictamen: ${said}`, settings);
  if (chosen === settings) {
    void vscode.commands.executeCommand("workbench.action.openSettings", "dictamen.path");
  }
}
