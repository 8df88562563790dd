extension VSCodeFiles {
  /// Shows what sockplay check --syntax tells of a file that is opened or saved. It reads files and runs none.
  static let script = #"""
    // Made by: sockplay extras
    "use strict";
    const { execFile } = require("node:child_process");
    const vscode = require("vscode");

    const arguments_ = ["check", "--syntax", "--json", "--color", "never"];

    // Columns and lengths come in bytes; the editor counts UTF-16 code units.
    function range(line, error) {
      const bytes = Buffer.from(line, "utf8");
      const units = (end) => bytes.subarray(0, end).toString("utf8").length;
      const start = error.column === null ? 0 : error.column - 1;
      const end = error.column === null ? bytes.length : start + Math.max(error.length, 1);
      return [units(start), units(end)];
    }

    function diagnostic(document, record) {
      const number = Math.min(Math.max(record.line - 1, 0), document.lineCount - 1);
      const [start, end] = range(document.lineAt(number).text, record.error);
      const notes = record.error.notes.map((note) => `${note.word}: ${note.text}`);
      const text = [record.error.title, record.error.label, ...notes].filter((part) => part !== "").join("\n");
      return new vscode.Diagnostic(new vscode.Range(number, start, number, end), text, vscode.DiagnosticSeverity.Error);
    }

    function check(document, diagnostics) {
      if (document.languageId !== "sockplay" || document.uri.scheme !== "file") return;
      execFile("sockplay", [...arguments_, "--", document.fileName], { timeout: 10000 }, (problem, output) => {
        if (problem && problem.code === "ENOENT") return diagnostics.delete(document.uri);
        const records = output.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
        const errors = records.filter((record) => record.type === "error");
        diagnostics.set(document.uri, errors.map((record) => diagnostic(document, record)));
      });
    }

    exports.activate = (context) => {
      const diagnostics = vscode.languages.createDiagnosticCollection("sockplay");
      const look = (document) => check(document, diagnostics);
      vscode.workspace.textDocuments.forEach(look);
      context.subscriptions.push(
        diagnostics, vscode.workspace.onDidOpenTextDocument(look), vscode.workspace.onDidSaveTextDocument(look),
        vscode.workspace.onDidCloseTextDocument((document) => diagnostics.delete(document.uri)));
    };

    """#
}
