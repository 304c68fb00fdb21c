/** Build once more into a folder that goes, and fail when the committed bundle is not the same to the byte. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const committed = join(root, "..", "custom_components", "smart_campus", "dashboard", "bundle");
const fresh = mkdtempSync(join(tmpdir(), "smart-campus-bundle-"));

try {
  execFileSync(
    process.execPath,
    [join(root, "node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "error"],
    {
      cwd: root,
      env: { ...process.env, BUNDLE_DIR: fresh },
      stdio: "inherit",
    },
  );
  const names = readdirSync(fresh);
  const same =
    readdirSync(committed).join() === names.join() &&
    names.every((name) => readFileSync(join(fresh, name)).equals(readFileSync(join(committed, name))));
  if (!same) {
    console.error("The committed bundle is not what the sources give: run 'npm run build' in frontend/ and commit it.");
    process.exitCode = 1;
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
