// Which program is run: never one that a folder brings along.

import { constants, accessSync, statSync } from "node:fs";
import * as path from "node:path";

/** Why no program can be run, in words for the person who set it. */
export class NotFound extends Error {}

/**
 * The full path of the program. A bare name is looked for in the folders of `PATH` that are given in full, so
 * that neither the folder that is open nor the one that the editor runs in can bring a program of that name.
 */
export function program(
  setting: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const name = setting.trim() === "" ? "dictamen" : setting.trim();
  if (path.isAbsolute(name)) {
    if (isProgram(name, platform)) return name;
    throw new NotFound(`\`dictamen.path\` is ${name}, and no program stands there`);
  }
  if (/[\\/]/.test(name)) {
    throw new NotFound(`\`dictamen.path\` is ${name}: write the full path, or a name that \`PATH\` knows`);
  }
  const endings = platform === "win32" ? ["", ".exe"] : [""];
  const folders = (environment.PATH ?? environment.Path ?? "").split(path.delimiter);
  for (const folder of folders.filter((folder) => path.isAbsolute(folder))) {
    for (const ending of endings) {
      const candidate = path.join(folder, name + ending);
      if (isProgram(candidate, platform)) return candidate;
    }
  }
  throw new NotFound(`no program \`${name}\` in the folders of \`PATH\`: install it, or set \`dictamen.path\``);
}

function isProgram(candidate: string, platform: NodeJS.Platform): boolean {
  try {
    accessSync(candidate, platform === "win32" ? constants.F_OK : constants.X_OK);
    return statSync(candidate).isFile();
  } catch {
    return false;
  }
}
