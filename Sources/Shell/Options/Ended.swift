/// Ends the program with an exit code.
struct Ended: Error { let code: Int32 }
