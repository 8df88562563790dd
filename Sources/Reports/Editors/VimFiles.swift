/// What Vim reads: colors, the names of the files, and how it finds the lines of the errors that check tells.
package enum VimFiles {
  package static let all = [
    SharedFile("vim/vimfiles/ftdetect/sockplay.vim", detection),
    SharedFile("vim/vimfiles/ftplugin/sockplay.vim", plugin),
    SharedFile("vim/vimfiles/compiler/sockplay.vim", compiler), SharedFile("vim/vimfiles/syntax/sockplay.vim", syntax),
  ]

  private static let detection = """
    " Session files of sockplay.
    autocmd BufNewFile,BufRead *.session if getline(1) =~# '^sockplay \\d' | setfiletype sockplay | endif

    """

  private static let plugin = """
    " Session files of sockplay.
    if exists("b:did_ftplugin") | finish | endif
    let b:did_ftplugin = 1
    setlocal comments=:# commentstring=#\\ %s formatoptions-=t
    compiler sockplay
    let b:undo_ftplugin = "setlocal comments< commentstring< formatoptions< makeprg< errorformat<"

    """

  private static let compiler = """
    " :make reads the file with sockplay check --syntax, and goes to the first error.
    if exists("current_compiler") | finish | endif
    let current_compiler = "sockplay"
    CompilerSet makeprg=sockplay\\ check\\ --syntax\\ --color\\ never\\ %:S
    CompilerSet errorformat=%Eerror:\\ %m,%C%*[\\ ]-->\\ %f:%l:%v,%-G%.%#

    """

  private static let syntax = """
    " Session files of sockplay. Made by: sockplay extras
    if exists("b:current_syntax") | finish | endif
    syntax case match
    syntax match sockplayStart /^\\s*/ nextgroup=@sockplayFirst
    syntax match sockplayRole /\\v\(LineGrammar.role)\\>/ contained skipwhite nextgroup=@sockplayFirst
    syntax cluster sockplayFirst contains=sockplayRole,sockplayCommand,sockplayBlock,sockplayDirective,sockplayCheck
    syntax keyword sockplayCommand contained \(LineGrammar.commands.joined(separator: " "))
    syntax keyword sockplayBlock contained \(LineGrammar.blocks.joined(separator: " "))
    syntax match sockplayDirective /\\v\\@(\(LineGrammar.directives.map { String($0.dropFirst()) }.joined(separator: "|")))>/ contained
    syntax match sockplayCheck /?/ contained
    syntax match sockplayProse /^\\s*#.*$/ contains=@Spell
    syntax match sockplayHeading /^\\s*##.*$/ contains=@Spell
    syntax region sockplayString start=/"/ skip=/\\\\./ end=/"/ oneline contains=sockplayEscape,sockplaySubstitution
    syntax match sockplayEscape /\\v\(LineGrammar.escape)/ contained
    syntax match sockplaySubstitution /{[A-Za-z][^{} ]*}/
    syntax region sockplaySegments start=/{\\ze\\s*[<>.]/ end=/}/ oneline
    syntax match sockplayConstant /\\v<\(LineGrammar.constant)>/
    syntax match sockplayErrno /\\v<\(LineGrammar.errno)>/
    syntax keyword sockplayState \(LineGrammar.states.joined(separator: " "))
    syntax match sockplayNumber /\\v<\(LineGrammar.number)>/
    syntax match sockplayHeader /\\%1l^sockplay \\d\\+\\s*$/
    syntax match sockplayExpected /\\s\\zs=\\ze\\s/
    syntax keyword sockplayOutcome EOF blocks timeout within from
    syntax match sockplayBackground /&\\ze\\s*\\(=\\|$\\)/

    highlight default link sockplayHeader PreProc
    highlight default link sockplayRole Label
    highlight default link sockplayCommand Function
    highlight default link sockplayBlock Repeat
    highlight default link sockplayDirective PreProc
    highlight default link sockplayCheck Conditional
    highlight default link sockplayProse Comment
    highlight default link sockplayHeading Title
    highlight default link sockplayString String
    highlight default link sockplayEscape SpecialChar
    highlight default link sockplaySubstitution Identifier
    highlight default link sockplaySegments Special
    highlight default link sockplayConstant Constant
    highlight default link sockplayErrno Exception
    highlight default link sockplayState Type
    highlight default link sockplayNumber Number
    highlight default link sockplayExpected Operator
    highlight default link sockplayOutcome Keyword
    highlight default link sockplayBackground Operator
    let b:current_syntax = "sockplay"

    """
}
