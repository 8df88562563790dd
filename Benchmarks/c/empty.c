// Measures: the floor of starting a process, which no program can go below.
// Fair because: it is a dynamically linked program like the others, and does nothing.

int main() {}
