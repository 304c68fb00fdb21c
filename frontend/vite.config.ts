import { defineConfig } from "vitest/config";

/** One self-contained module: a late or stale chunk would make Home Assistant wait for a strategy in vain. */
export default defineConfig({
  build: {
    target: "es2022",
    outDir: process.env.BUNDLE_DIR ?? "../custom_components/smart_campus/dashboard/bundle",
    emptyOutDir: true,
    minify: "oxc",
    sourcemap: false,
    reportCompressedSize: false,
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "smart-campus.js" },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
