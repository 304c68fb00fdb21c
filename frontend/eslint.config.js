import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import { configs as lit } from "eslint-plugin-lit";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const SERVER_TEXT = "Text of a device, a timetable or a person goes into the page as text; Lit escapes it.";

export default defineConfig(
  { ignores: ["node_modules"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked, lit["flat/recommended"]],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-type-parameters": "off", // The caller says what the server answers.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/unbound-method": "off", // Lit binds listeners to their element.
      "no-restricted-imports": ["error", { patterns: [{ group: ["lit/directives/unsafe-*"], message: SERVER_TEXT }] }],
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property, message: SERVER_TEXT })),
      ],
    },
  },
  {
    files: ["**/*.test.ts", "src/testing/**"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  { files: ["tools/**"], languageOptions: { globals: { process: "readonly", console: "readonly" } } },
  prettier,
);
